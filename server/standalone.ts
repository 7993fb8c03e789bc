import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, type Config } from './config.ts'
import { isLoopbackName } from './http/host-name.ts'
import type { KeyKeeper } from './jobs/change-key.ts'
import { removeFromKeyFile } from './kernel/key-file.ts'
import { nowMs, systemClock } from './kernel/clock.ts'
import { createLogger, type Logger } from './kernel/logger.ts'
import { reportFailure } from './report-failure.ts'
import { startServer, type RunningServer } from './start.ts'

const INSISTING_MS = 1_000

/** The back office is built beside the server. */
function builtBackOffice(): string | undefined {
  const folder = join(import.meta.dirname, '../renderer')
  return existsSync(join(folder, 'index.html')) ? folder : undefined
}

function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

/** A second signal forces the end; the same one, passed on by npm and the terminal at once, does not. */
function stopOnSignals(server: RunningServer, log: Logger): void {
  let stoppingSinceMs: number | undefined
  const stop = (signal: string) => {
    const now = nowMs(systemClock)
    if (stoppingSinceMs !== undefined) {
      if (now - stoppingSinceMs >= INSISTING_MS) process.exit(1)
      return
    }
    stoppingSinceMs = now
    log.info({ signal }, 'stopping')
    server.stop().then(() => process.exit(0), reportFailure)
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
}

/** A key file is the program's own: what is no longer needed is taken out of it. */
function keyFileKeeper({ keyFile, previousKeys }: Config, log: Logger): KeyKeeper | undefined {
  if (keyFile === undefined) return undefined
  return {
    dropPreviousKeys() {
      try {
        removeFromKeyFile(keyFile, previousKeys)
        log.info({ keyFile }, 'the previous data key was taken out of the key file')
      } catch (error) {
        log.warn({ err: error, keyFile }, 'take the previous data key out of the key file')
      }
    },
  }
}

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLogger(config.logLevel)
  const server = await startServer({
    ...config,
    log,
    keyKeeper: keyFileKeeper(config, log),
    launchToken: undefined,
    isExposed: config.publicUrl !== undefined || !isLoopbackName(config.host),
    home: 'standalone',
    backOfficeDir: builtBackOffice(),
    publicApi: 'together',
  })
  stopOnSignals(server, log)
  const address = urlOf(config.host, server.port)
  log.info({ address, database: config.location.provider }, 'listening')
  // For the person at the terminal, not for the log: the token is known to nobody else.
  const { firstRunToken } = server
  const token = firstRunToken ? `  首次设置口令 First-run token  ${firstRunToken}\n` : ''
  process.stderr.write(`\n  会员台 Member Desk  ${config.publicUrl?.origin ?? address}\n${token}\n`)
}

main().catch(reportFailure)
