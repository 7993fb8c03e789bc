import { z } from 'zod'

/**
 * Messages between the desktop shell and the embedded server, its child process.
 * The shell sends `start` once and `stop` once; the server answers `ready` or `failed`, and `stopped`.
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
    logLevel: z.enum(['debug', 'info', 'warn', 'error']),
    /** Address for members, partners and WeChat; off until one is configured. */
    publicListener: z.object({ host: z.ipv4(), port: z.int().min(0).max(65_535) }).optional(),
  }),
  z.object({ type: z.literal('stop') }),
])
export type ShellMessage = z.input<typeof shellMessage>
export type StartMessage = Extract<z.output<typeof shellMessage>, { type: 'start' }>

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
  z.object({ type: z.literal('stopped') }),
])
export type ServerMessage = z.infer<typeof serverMessage>
