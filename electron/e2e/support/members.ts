import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { start } from './processes.ts'
import { built } from './paths.ts'

export const newDataKey = (): string => randomBytes(32).toString('base64')

export interface SeedMember {
  readonly externalId: string
  readonly mobile: string
  readonly nickname: string
}

/** Made-up people. */
export const MEMBERS: readonly SeedMember[] = [
  { externalId: 'C-1001', mobile: '13800006207', nickname: '夏夏的小厨房' },
  { externalId: 'C-1002', mobile: '13900001234', nickname: '阿远' },
  { externalId: 'C-1003', mobile: '18612345678', nickname: 'Lily' },
]

/** Writes members into a database by the command line, while no server has it open. */
export async function importMembers(
  folder: string,
  settings: { databaseUrl: string; dataKey: string },
  members: readonly SeedMember[] = MEMBERS,
): Promise<void> {
  const file = join(folder, 'members.csv')
  mkdirSync(dirname(file), { recursive: true })
  const lines = members.map(({ externalId, mobile, nickname }) => [externalId, mobile, nickname])
  const rows = [['customerId', 'mobile', 'nickname'], ...lines]
  writeFileSync(file, rows.map((cells) => cells.join(',')).join('\n') + '\n')
  const command = start(process.execPath, [built('server/cli.cjs'), 'import-members', file], {
    ...process.env,
    DATABASE_URL: settings.databaseUrl,
    DATA_KEY: settings.dataKey,
    BACKUP_DIR: join(folder, 'backups'),
  })
  const exitCode = await command.exited()
  if (exitCode !== 0) throw new Error(`import ended with ${exitCode}: ${command.output()}`)
}
