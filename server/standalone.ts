import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from './config.ts'
import { createLogger } from './kernel/logger.ts'
import { reportFailure } from './report-failure.ts'
import { startServer } from './start.ts'

const TOKEN_BYTES = 32

/** The back office is built beside the server. */
function builtBackOffice(): string | undefined {
  const folder = join(import.meta.dirname, '../renderer')
  return existsSync(join(folder, 'index.html')) ? folder : undefined
}

function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLogger(config.logLevel)
  const accessToken = config.accessToken ?? randomBytes(TOKEN_BYTES).toString('base64url')
  const server = await startServer({
    ...config,
    log,
    accessToken,
    home: 'standalone',
    backOfficeDir: builtBackOffice(),
  })
  const address = urlOf(config.host, server.port)
  log.info({ address, database: config.location.provider }, 'listening')
  // For the person at the terminal, not for the log: a token made now is known to nobody else.
  const link = config.accessToken ? address : `${address}/#access=${accessToken}`
  process.stderr.write(`\n  会员台 Member Desk  ${link}\n\n`)

  let isStopping = false
  const stop = (signal: string) => {
    if (isStopping) process.exit(1)
    isStopping = true
    log.info({ signal }, 'stopping')
    server.stop().then(() => process.exit(0), reportFailure)
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
}

main().catch(reportFailure)
