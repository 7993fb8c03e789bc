import { join } from 'node:path'
import { expect } from '@playwright/test'
import { built } from './paths.ts'
import { type Running, start } from './processes.ts'
import { ADMINISTRATOR } from './staff.ts'

export interface Standalone {
  readonly url: string
  stop(): Promise<void>
}

const ADDRESS = /"address":"(http:[^"]+)"/

async function addressOf(server: Running): Promise<string> {
  await expect
    .poll(() => ADDRESS.test(server.output()) || server.child.exitCode !== null, {
      timeout: 30_000,
    })
    .toBe(true)
  const url = ADDRESS.exec(server.output())?.[1]
  if (url === undefined) throw new Error(`the server did not start: ${server.output()}`)
  return url
}

interface ShopSettings {
  readonly databaseUrl: string
  readonly dataKey: string
  readonly backupDir: string
}

const environmentOf = ({ databaseUrl, dataKey, backupDir }: ShopSettings): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: databaseUrl,
  DATA_KEY: dataKey,
  BACKUP_DIR: backupDir,
  FILES_DIR: join(backupDir, 'files'),
})

/** Makes `ADMINISTRATOR` by the command line, while no server has the database open. */
export async function createAdministrator(settings: ShopSettings): Promise<void> {
  const { username, password } = ADMINISTRATOR
  const args = [built('server/cli.cjs'), 'create-admin', '--username', username]
  const command = start(process.execPath, args, environmentOf(settings), `${password}\n`)
  const exitCode = await command.exited()
  if (exitCode !== 0) throw new Error(`create-admin ended with ${exitCode}: ${command.output()}`)
}

/** A standalone server as a shop runs it, on a free port or on the one that it had before. */
export async function startStandalone(
  settings: ShopSettings & {
    port?: string
  },
): Promise<Standalone> {
  const { port = '0' } = settings
  const env = { ...environmentOf(settings), PORT: port }
  const server = start(process.execPath, [built('server/standalone.cjs')], env)
  try {
    const url = await addressOf(server)
    return { url, stop: () => server.kill() }
  } catch (error) {
    await server.kill()
    throw error
  }
}
