import type { Page } from '@playwright/test'
import type { Connection, ServerState, ShellResult } from '../../../electron/ipc-contract.ts'

interface FakeShell {
  readonly state: ServerState
  readonly connection?: Connection
  readonly result?: ShellResult
}

declare global {
  interface Window {
    /** What the page told the fake shell, and the way to change the shell's mind. */
    fakeShell: {
      calls: string[]
      setState: (state: ServerState) => void
      openConnection: () => void
    }
  }
}

/** Puts a desktop shell into the page, so that its states can be seen without Electron. */
export async function fakeDesktop(page: Page, shell: FakeShell): Promise<void> {
  await page.addInitScript((given: FakeShell) => {
    const listeners = new Set<(state: ServerState) => void>()
    let state = given.state
    const calls: string[] = []
    const note = (text: string) => {
      calls.push(text)
      return Promise.resolve()
    }
    window.fakeShell = {
      calls,
      openConnection: () => undefined,
      setState: (next) => {
        state = next
        listeners.forEach((listener) => listener(next))
      },
    }
    const desktop: Window['desktop'] = {
      getInfo: () =>
        Promise.resolve({
          version: '0.1.0',
          electron: '0',
          platform: 'linux',
          locale: 'zh-CN',
          home: state.home,
          warnings: [],
        }),
      getServerState: () => Promise.resolve(state),
      onServerState: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      restartServer: () => note('restartServer'),
      getConnection: () => Promise.resolve(given.connection ?? { home: 'embedded' }),
      setConnection: (input) => {
        calls.push(`setConnection ${JSON.stringify(input)}`)
        return Promise.resolve(given.result ?? { ok: true })
      },
      useExportedKey: ({ text, passphrase }) => {
        calls.push(`useExportedKey ${text} ${passphrase}`)
        return Promise.resolve(given.result ?? { ok: true })
      },
      openLogs: () => note('openLogs'),
      setTheme: (theme) => note(`setTheme ${theme}`),
      setLanguage: (language) => note(`setLanguage ${language}`),
      onOpenConnection: (listener) => {
        window.fakeShell.openConnection = listener
        return () => undefined
      },
    }
    Object.defineProperty(window, 'desktop', { value: desktop })
  }, shell)
}

export const READY: ServerState = { status: 'ready', home: 'embedded', version: '0.1.0' }

export const FAILED: ServerState = {
  status: 'failed',
  home: 'embedded',
  code: 'DATA_KEY_MISMATCH',
  params: {},
  message: 'The data key does not belong to this database.',
}

/** `inMs` from now the shell tries again. */
export const unreachable = (inMs: number): ServerState => ({
  status: 'unreachable',
  home: 'remote',
  attempt: 2,
  retryAtMs: Date.now() + inMs,
  code: 'REMOTE_UNREACHABLE',
  params: { url: 'https://member.example.com', reason: 'ECONNREFUSED' },
  message: 'connect ECONNREFUSED',
})

export const restarting = (inMs: number): ServerState => ({
  status: 'restarting',
  home: 'embedded',
  attempt: 1,
  retryAtMs: Date.now() + inMs,
  code: 'SERVER_CRASHED',
  params: { exitCode: 9 },
  message: 'exit code 9',
})

export const TOO_OLD: ServerState = {
  status: 'clientTooOld',
  home: 'remote',
  version: '9.0.0',
  code: 'REMOTE_CLIENT_TOO_OLD',
  params: { version: '9.0.0' },
  message: 'protocol 9',
}
