import type { Ctx } from '../db/context.ts'
import { AppError } from '../kernel/app-error.ts'
import { rotateKeysJob } from '../modules/keys/keys.contract.ts'
import { rotateKeys } from '../modules/keys/keys.service.ts'
import type { JobControl } from './job-runner.ts'
import { SEALED_TABLES } from './sealed-tables.ts'

const ANSWER_TIMEOUT_MS = 60_000

/** Where the root secrets are kept: the desktop's keychain, or a key file. The server reads them only. */
export interface KeyKeeper {
  /** Asks for a new root; this server is then stopped and started again with it. */
  readonly askForNewKey?: () => void
  /** Nothing is sealed with the roots before the one in use any more. */
  dropPreviousKeys(): void
}

/** Waits to be stopped: the job goes on in the server that comes after this one. */
function untilReplaced(signal: AbortSignal, answerTimeoutMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => reject(new AppError('KEY_NOT_CHANGED')), answerTimeoutMs)
    const stop = () => {
      clearTimeout(timer)
      reject(new Error('stopped for a new key'))
    }
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
}

export interface ChangeKeyOptions {
  readonly folder: string
  readonly keeper: KeyKeeper
  readonly answerTimeoutMs?: number
}

/**
 * Changes the data key: asks for a new one where nobody brought it yet, rewrites everything with it, and
 * lets the old one go.
 */
export async function changeKey(
  ctx: Ctx,
  input: unknown,
  control: JobControl,
  { folder, keeper, answerTimeoutMs = ANSWER_TIMEOUT_MS }: ChangeKeyOptions,
) {
  const { from, reason } = rotateKeysJob.parse(input)
  if (from === ctx.keys.keyId) {
    keeper.askForNewKey?.()
    await untilReplaced(control.signal, answerTimeoutMs)
  }
  const result = await rotateKeys(ctx, {
    tables: SEALED_TABLES,
    filesDir: folder,
    reason,
    signal: control.signal,
    report: (done, total) => control.report(done, total),
  })
  keeper.dropPreviousKeys()
  return { result }
}
