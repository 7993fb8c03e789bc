import { z } from 'zod'

/**
 * Everything that the page and the desktop shell say to each other. Business data never goes this way:
 * it goes through `/trpc` on `app://admin/`. The page reads the types; the shell parses with the schemas.
 */
export const HOMES = ['embedded', 'remote'] as const
export const home = z.enum(HOMES)
export type Home = z.infer<typeof home>

/** What can go wrong in the shell itself. The server's own codes are in `server/contract/errors.ts`. */
export const SHELL_ERROR_CODES = [
  /** The embedded server didn't answer within `timeoutSeconds`. */
  'SERVER_START_TIMEOUT',
  /** The embedded server ended by itself with `exitCode`, too often to try again. */
  'SERVER_CRASHED',
  /** The built server `file` isn't there or can't be started. */
  'SERVER_MISSING',
  /** The operating system offers no keychain (`backend`); data would lie open. */
  'KEYCHAIN_UNAVAILABLE',
  /** `file` exists but this user or computer can't decrypt it. It is left as it is. */
  'DATA_KEY_UNREADABLE',
  /** The database exists but the key `file` doesn't: a new key couldn't read it. */
  'DATA_KEY_MISSING',
  /** A file of the shell can't be read or written: `file`, `reason`. */
  'STORAGE_FAILED',
  /** The connection settings were damaged and put aside as `file`; the defaults are in use. */
  'SETTINGS_BROKEN',
  /** Not an address of the form `https://host[:port][/path]`. */
  'URL_INVALID',
  /** Plain http to another computer would show every member's data to the network. */
  'URL_INSECURE',
  /** No answer from `url`: `reason`. */
  'REMOTE_UNREACHABLE',
  /** Something else than this product answers at `url`. */
  'REMOTE_NOT_MEMBER_DESK',
  /** The server (`version`) needs a newer desktop app. */
  'REMOTE_CLIENT_TOO_OLD',
  /** The desktop app needs a newer server than `version`. */
  'REMOTE_SERVER_TOO_OLD',
] as const
export const shellErrorCode = z.enum(SHELL_ERROR_CODES)
export type ShellErrorCode = z.infer<typeof shellErrorCode>

/**
 * Why something failed. `code` is a ShellErrorCode or an ErrorCode of the server; the page owns the
 * sentence for it. `message` is English, for the details fold-out and the log; never personal data.
 */
const problem = {
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
}
export const shellProblem = z.object(problem)
export type ShellProblem = z.infer<typeof shellProblem>

const versions = { version: z.string(), ...problem }

/** `attempt` counts from 1; `retryAtMs` is Unix time in ms. Discriminated by `status`. */
export const serverState = z.discriminatedUnion('status', [
  /** embedded: the child is starting (and perhaps migrating). */
  z.object({ status: z.literal('starting'), home, attempt: z.int().min(1) }),
  /** Requests are passed on; `version` is the server's. */
  z.object({ status: z.literal('ready'), home, version: z.string() }),
  /** embedded: it ended unasked; started again at `retryAtMs`, shown until it is ready. */
  z.object({
    status: z.literal('restarting'),
    home,
    attempt: z.int().min(1),
    retryAtMs: z.int(),
    ...problem,
  }),
  /** embedded: given up until `restartServer()`. */
  z.object({ status: z.literal('failed'), home, ...problem }),
  /** remote: the handshake is under way. */
  z.object({ status: z.literal('connecting'), home, attempt: z.int().min(1) }),
  /** remote: no answer, tried again at `retryAtMs`. */
  z.object({
    status: z.literal('unreachable'),
    home,
    attempt: z.int().min(1),
    retryAtMs: z.int(),
    ...problem,
  }),
  z.object({ status: z.literal('clientTooOld'), home, ...versions }),
  z.object({ status: z.literal('serverTooOld'), home, ...versions }),
  z.object({ status: z.literal('notMemberDesk'), home, ...problem }),
])
export type ServerState = z.infer<typeof serverState>

export const desktopInfo = z.object({
  version: z.string(),
  electron: z.string(),
  platform: z.string(),
  /** BCP 47, of the operating system's user: `zh-CN`, `en-GB` … */
  locale: z.string(),
  home,
  /** Things that went wrong at start without stopping it, such as SETTINGS_BROKEN. */
  warnings: z.array(shellProblem),
})
export type DesktopInfo = z.infer<typeof desktopInfo>

/** The stored connection. */
export const connection = z.discriminatedUnion('home', [
  z.object({ home: z.literal('embedded') }),
  z.object({ home: z.literal('remote'), url: z.string() }),
])
export type Connection = z.infer<typeof connection>

export const connectionInput = z.discriminatedUnion('home', [
  z.strictObject({ home: z.literal('embedded') }),
  z.strictObject({
    home: z.literal('remote'),
    url: z.string().trim().min(1).max(2_000),
  }),
])
export type ConnectionInput = z.input<typeof connectionInput>

/** What came of something that the shell may refuse for a reason that the page shows. */
export const shellResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), ...problem }),
])
export type ShellResult = z.infer<typeof shellResult>

/** The text of a key file that was exported, and the passphrase that it was exported with. */
export const exportedKey = z.strictObject({
  text: z.string().min(1).max(10_000),
  passphrase: z.string().min(1).max(1_024),
})
export type ExportedKey = z.infer<typeof exportedKey>

export const THEMES = ['light', 'dark', 'system'] as const
export const theme = z.enum(THEMES)
export type Theme = z.infer<typeof theme>

export const LANGUAGES = ['zh', 'en'] as const
export const language = z.enum(LANGUAGES)
export type Language = z.infer<typeof language>

/** Names of the calls and, last, of the shell's messages to the page. */
export const CHANNELS = {
  getInfo: 'desktop:get-info',
  getServerState: 'desktop:get-server-state',
  restartServer: 'desktop:restart-server',
  getConnection: 'desktop:get-connection',
  setConnection: 'desktop:set-connection',
  useExportedKey: 'desktop:use-exported-key',
  openLogs: 'desktop:open-logs',
  setTheme: 'desktop:set-theme',
  setLanguage: 'desktop:set-language',
  serverState: 'desktop:server-state',
  openConnection: 'desktop:open-connection',
} as const

/** Calls of the page, answered by the shell. `noInput` refuses any argument. */
const noInput = z.tuple([])
export const CALLS = {
  getInfo: { channel: CHANNELS.getInfo, input: noInput, output: desktopInfo },
  getServerState: { channel: CHANNELS.getServerState, input: noInput, output: serverState },
  restartServer: { channel: CHANNELS.restartServer, input: noInput, output: z.void() },
  getConnection: { channel: CHANNELS.getConnection, input: noInput, output: connection },
  setConnection: {
    channel: CHANNELS.setConnection,
    input: z.tuple([connectionInput]),
    output: shellResult,
  },
  useExportedKey: {
    channel: CHANNELS.useExportedKey,
    input: z.tuple([exportedKey]),
    output: shellResult,
  },
  openLogs: { channel: CHANNELS.openLogs, input: noInput, output: z.void() },
  setTheme: { channel: CHANNELS.setTheme, input: z.tuple([theme]), output: z.void() },
  setLanguage: { channel: CHANNELS.setLanguage, input: z.tuple([language]), output: z.void() },
} as const

/** `window.desktop`; undefined in a browser. */
export interface DesktopApi {
  getInfo(): Promise<DesktopInfo>
  getServerState(): Promise<ServerState>
  /** Called at every change, not with the state at the time of the call. Returns the unsubscriber. */
  onServerState(listener: (state: ServerState) => void): () => void
  /** embedded: stops and starts the server; remote: tries the handshake again now. */
  restartServer(): Promise<void>
  getConnection(): Promise<Connection>
  /**
   * Checks a remote server by handshake before anything is saved. After `ok` the shell moves to the
   * new home and loads the page afresh, so that nothing of the former server stays on the screen.
   */
  setConnection(input: ConnectionInput): Promise<ShellResult>
  /**
   * embedded, when it failed: opens an exported key, looks whether the database is sealed with it, keeps
   * it in the place of the one that is kept, if any, and starts the server. A refusal changes nothing.
   */
  useExportedKey(key: ExportedKey): Promise<ShellResult>
  /** Opens the folder of the log files in the system's file manager. */
  openLogs(): Promise<void>
  /** Native background and menus; the page keeps the preference itself and calls this at start. */
  setTheme(theme: Theme): Promise<void>
  /** Native menu and dialogs; as with the theme, the page calls it at start and at every change. */
  setLanguage(language: Language): Promise<void>
  /** The menu entry "Connection…" was chosen. Returns the unsubscriber. */
  onOpenConnection(listener: () => void): () => void
}
