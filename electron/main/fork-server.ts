import { existsSync } from 'node:fs'
import { utilityProcess } from 'electron'
import type { ChildProcess, ForkServer } from './server-child.ts'

/** What a process needs of its surroundings to work at all; nothing that could steer the server. */
const PASSED_ON = ['TZ', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir'] as const

function minimalEnv(): Record<string, string> {
  const env: Record<string, string> = { NODE_ENV: 'production' }
  for (const name of PASSED_ON) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  return env
}

/** Starts the built server in an Electron utility process. Throws when the file isn't there. */
export function forkServer(serverEntry: string): ForkServer {
  return (): ChildProcess => {
    if (!existsSync(serverEntry)) throw new Error('no such file')
    return utilityProcess.fork(serverEntry, [], {
      serviceName: 'Member Desk server',
      stdio: 'pipe',
      env: minimalEnv(),
    })
  }
}
