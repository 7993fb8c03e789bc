import { z } from 'zod'

const logLevel = z.enum(['debug', 'info', 'warn', 'error'])

/** A copy of the data key as `keys.export` makes it, and what it was sealed with. */
export const exportedKeyInput = z.strictObject({
  text: z.string().min(1).max(10_000),
  passphrase: z.string().min(1).max(1_024),
})
export type ExportedKeyInput = z.infer<typeof exportedKeyInput>

/**
 * Messages between the desktop shell and the embedded server, its child process.
 * The shell sends `start` once and `stop` once; the server answers `ready` or `failed`, and `stopped`.
 * With `openKey` in the place of `start` it serves nothing, and answers `keyOpened` or `failed`.
 */
export const shellMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    /** Folder that holds `member.db`; made if missing. */
    dataDir: z.string().min(1),
    /** Root secret: base64 of 32 bytes. */
    dataKey: z.string().min(1),
    /** Root secrets that a change of the key is leaving behind. */
    previousKeys: z.array(z.string().min(1)).max(4).default([]),
    /** Sent with every request as `Authorization: Bearer`. */
    launchToken: z.string().min(32),
    logLevel,
    /** Address for members, partners and WeChat; off until one is configured. */
    publicListener: z.object({ host: z.ipv4(), port: z.int().min(0).max(65_535) }).optional(),
  }),
  /** Opens a copy of the key and looks whether the database in `dataDir` is sealed with it. */
  z.object({
    type: z.literal('openKey'),
    dataDir: z.string().min(1),
    exported: exportedKeyInput,
    logLevel,
  }),
  z.object({ type: z.literal('stop') }),
])
export type ShellMessage = z.input<typeof shellMessage>
export type StartMessage = Extract<z.output<typeof shellMessage>, { type: 'start' }>
export type OpenKeyMessage = Extract<z.output<typeof shellMessage>, { type: 'openKey' }>

export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), port: z.int().min(1).max(65_535), version: z.string() }),
  z.object({
    type: z.literal('failed'),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    message: z.string(),
  }),
  /** Somebody with the right to it changes the data key: store a new root, then start the server anew. */
  z.object({ type: z.literal('newKeyWanted') }),
  /** Nothing is sealed with the previous keys any more: they can be forgotten. */
  z.object({ type: z.literal('previousKeysDone') }),
  /** The roots of the copy, which open this database: to be kept as those of `start`. */
  z.object({
    type: z.literal('keyOpened'),
    dataKey: z.string().min(1),
    previousKeys: z.array(z.string().min(1)),
  }),
  z.object({ type: z.literal('stopped') }),
])
export type ServerMessage = z.infer<typeof serverMessage>
