import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import electronLog from 'electron-log/node'
import type { Logger } from './server-link.ts'

const FILE_BYTES_MAX = 10 * 1024 * 1024

export interface Logs {
  readonly log: Logger
  /** Lines of the server process, as they come. */
  readonly serverLine: (line: string) => void
}

function openLog(id: string, file: string, format: string, toConsole: boolean) {
  const logger = electronLog.create({ logId: id })
  logger.transports.file.resolvePathFn = () => file
  // One old file is kept beside it.
  logger.transports.file.maxSize = FILE_BYTES_MAX
  logger.transports.file.format = format
  logger.transports.file.level = 'info'
  // An installed app has no console, and writing to a closed one is an error.
  logger.transports.console.level = toConsole ? 'info' : false
  return logger
}

/** Two files in the logs folder: `main.log` of the shell, `server.log` of the embedded server. */
export function openLogs(folder: string, isDevelopment: boolean): Logs {
  mkdirSync(folder, { recursive: true })
  const line = '[{y}-{m}-{d} {h}:{i}:{s}.{ms}{z}] [{level}] {text}'
  const log = openLog('main', join(folder, 'main.log'), line, isDevelopment)
  const server = openLog('server', join(folder, 'server.log'), '{text}', false)
  const { electron, chrome, node } = process.versions
  const { platform, arch } = process
  log.info(
    `Member Desk ${app.getVersion()}, Electron ${electron}, Chromium ${chrome}, Node ${node}`,
  )
  log.info(`${platform} ${arch}, locale ${app.getLocale()}`)
  return { log, serverLine: (text) => server.info(text) }
}
