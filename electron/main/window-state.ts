import { readFileSync } from 'node:fs'
import type { BrowserWindow } from 'electron'
import type { Language, Theme } from '../ipc-contract.ts'
import { writeAtomically } from './atomic-file.ts'
import type { Logger } from './server-link.ts'
import { reasonOf } from './shell-problem.ts'
import { type WindowState, parseWindowState } from './window-bounds.ts'

const SAVE_DELAY_MS = 500

function readText(file: string, log: Logger): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    log.info('no window state:', reasonOf(error))
    return undefined
  }
}

export interface WindowStateStore {
  current(): WindowState
  /** Keeps where the window is from now on. */
  follow(window: BrowserWindow): void
  setTheme(theme: Theme): void
  setLanguage(language: Language): void
  /** Writes what is not written yet. */
  flush(): Promise<void>
}

/** Remembers place, size, theme and language over restarts. Losing it is a nuisance, so failures are only logged. */
export function openWindowState(file: string, log: Logger): WindowStateStore {
  let state = parseWindowState(readText(file, log))
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = () => {
    clearTimeout(timer)
    timer = undefined
    writing = writing
      .then(() => writeAtomically(file, JSON.stringify(state) + '\n'))
      .catch((error: unknown) => log.warn('window state not kept:', reasonOf(error)))
  }
  const change = (next: Partial<WindowState>) => {
    state = { ...state, ...next }
    clearTimeout(timer)
    timer = setTimeout(write, SAVE_DELAY_MS)
  }

  return {
    current: () => state,
    follow(window) {
      // The bounds of a maximised window are the screen's: those to come back to are kept instead.
      const remember = () =>
        change({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
      window.on('resize', remember)
      window.on('move', remember)
      window.on('maximize', remember)
      window.on('unmaximize', remember)
    },
    setTheme: (theme) => change({ theme }),
    setLanguage: (language) => change({ language }),
    async flush() {
      if (timer !== undefined) write()
      await writing
    },
  }
}
