import { expect } from '@playwright/test'
import { built } from './paths.ts'
import { type Running, start } from './processes.ts'

export interface Standalone {
  readonly url: string
  readonly accessToken: string
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

/** A standalone server as a shop runs it, on a free port or on the one that it had before. */
export async function startStandalone(settings: {
  databaseUrl: string
  dataKey: string
  backupDir: string
  accessToken: string
  port?: string
}): Promise<Standalone> {
  const server = start(process.execPath, [built('server/standalone.cjs')], {
    ...process.env,
    DATABASE_URL: settings.databaseUrl,
    DATA_KEY: settings.dataKey,
    BACKUP_DIR: settings.backupDir,
    ACCESS_TOKEN: settings.accessToken,
    PORT: settings.port ?? '0',
  })
  try {
    const url = await addressOf(server)
    return { url, accessToken: settings.accessToken, stop: () => server.kill() }
  } catch (error) {
    await server.kill()
    throw error
  }
}
