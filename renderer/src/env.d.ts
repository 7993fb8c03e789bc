import type { DesktopApi } from '../../electron/ipc-contract.ts'

declare global {
  interface Window {
    /** Put there by the desktop shell; absent in a browser. */
    readonly desktop?: DesktopApi
  }
}
