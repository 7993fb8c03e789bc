import type { Ctx } from '../../db/context.ts'
import { unfinishedKeys } from '../../db/data-key.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { sealRoots } from '../../kernel/key-export.ts'
import { lastRecordedAt, recordAudit } from '../audit/audit.service.ts'
import { startJob } from '../jobs/jobs.service.ts'
import type {
  ConfirmExportInput,
  ExportedKey,
  ExportKeyInput,
  KeyState,
  RotateKeyInput,
} from './keys.contract.ts'

export { rotateKeys } from './rotate-keys.ts'

const isWindow = ({ runtime }: Ctx): boolean => runtime.home === 'embedded'

/** Which key is in use, whether there is a copy of it, and whether a change is under way. */
export async function getKeyState(ctx: Ctx): Promise<KeyState> {
  const { keyId } = ctx.keys
  const [known, unfinished, exportedAt] = await Promise.all([
    ctx.db.dataKey.findUnique({ where: { id: keyId }, select: { createdAt: true } }),
    unfinishedKeys(ctx),
    lastRecordedAt(ctx, { action: 'keys.confirmExport', targetId: keyId }),
  ])
  return {
    keyId,
    since: (known?.createdAt ?? ctx.clock.now()).getTime(),
    exportedAt: exportedAt?.getTime() ?? null,
    unfinished: [...unfinished],
    changedBy: isWindow(ctx) ? 'window' : 'command',
  }
}

/**
 * A copy of the root secrets that the passphrase opens, for who has to restore a backup elsewhere. It is
 * recorded before it is handed out; whether it was kept is not known yet.
 */
export async function exportKey(ctx: Ctx, { passphrase }: ExportKeyInput): Promise<ExportedKey> {
  const { keyId } = ctx.keys
  const text = await sealRoots(ctx.keys.exportRoots(), passphrase)
  await inTransaction(ctx, (ctx) =>
    recordAudit(ctx, { action: 'keys.export', target: { type: 'key', id: keyId, name: keyId } }),
  )
  return { keyId, fileName: `member-desk-${keyId}.key.json`, text }
}

/**
 * Notes that the copy of a key is in a safe place, which a handed-out file alone does not prove.
 * @throws AppError NOT_FOUND when no copy of this key was ever handed out
 */
export async function confirmExport(ctx: Ctx, { keyId }: ConfirmExportInput): Promise<void> {
  const handedOutAt = await lastRecordedAt(ctx, { action: 'keys.export', targetId: keyId })
  if (handedOutAt === undefined) throw new AppError('NOT_FOUND')
  const target = { type: 'key', id: keyId, name: keyId } as const
  await inTransaction(ctx, (ctx) => recordAudit(ctx, { action: 'keys.confirmExport', target }))
}

/**
 * Starts the change of the data key, or goes on with one. On the desktop the job itself asks the shell for
 * a new key and continues after the restart; elsewhere a command has to bring the new key first.
 * @throws AppError KEY_CHANGED_BY_COMMAND, JOB_RUNNING
 */
export async function startRotation(ctx: Ctx, { reason }: RotateKeyInput): Promise<{ id: string }> {
  const isBegun = (await unfinishedKeys(ctx)).length > 0
  if (!isBegun && !isWindow(ctx)) throw new AppError('KEY_CHANGED_BY_COMMAND')
  return startJob(ctx, 'keys.rotate', { reason, from: isBegun ? null : ctx.keys.keyId })
}
