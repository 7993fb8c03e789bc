import type { DesktopApi } from '../../../electron/ipc-contract.ts'

/** The desktop shell, or undefined in a browser. */
export const desktop: DesktopApi | undefined = window.desktop
