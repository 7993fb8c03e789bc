import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron'
import type { z } from 'zod'
import { isAppUrl } from './app-url.ts'
import type { Logger } from './server-link.ts'

/** A call as `ipc-contract.ts` lists it: the arguments are a tuple. */
export interface Call<Input extends readonly unknown[], Output> {
  readonly channel: string
  readonly input: z.ZodType<Input>
  readonly output: z.ZodType<Output>
}

/** What the page reads when a call is refused; the reason is in the log, not for strangers. */
const REFUSED = 'IPC_REFUSED'

/**
 * Only the main frame of our window, and only while it shows our page: a frame or page that got in
 * some other way can't reach the shell.
 */
function isOurPage(event: IpcMainInvokeEvent, window: BrowserWindow | undefined): boolean {
  const frame = event.senderFrame
  return (
    window !== undefined &&
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame.parent === null &&
    isAppUrl(frame.url)
  )
}

export interface Ipc {
  handle<Input extends readonly unknown[], Output>(
    call: Call<Input, Output>,
    answer: (...args: Input) => Output | Promise<Output>,
  ): void
}

/** The one way to answer the page: sender checked, arguments parsed, failures logged. */
export function createIpc(mainWindow: () => BrowserWindow | undefined, log: Logger): Ipc {
  return {
    handle(call, answer) {
      ipcMain.handle(call.channel, async (event, ...args: unknown[]) => {
        if (!isOurPage(event, mainWindow())) {
          log.warn(`refused ${call.channel}: foreign sender`)
          throw new Error(REFUSED)
        }
        const input = call.input.safeParse(args)
        if (!input.success) {
          const issues = input.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`)
          log.warn(`refused ${call.channel}: arguments do not fit: ${issues.join(', ')}`)
          throw new Error(REFUSED)
        }
        try {
          return await answer(...input.data)
        } catch (error) {
          log.error(`${call.channel} failed`, error)
          throw error
        }
      })
    },
  }
}
