import type {
  BatchRow,
  BatchStatus,
} from '../../../../server/modules/point-changes/point-changes.contract.ts'

const TONES = {
  waiting: 'warn',
  approved: 'ok',
  running: 'ok',
  done: 'ok',
  rejected: 'bad',
  cancelled: 'neutral',
  undone: 'neutral',
} as const satisfies Readonly<Record<BatchStatus, string>>

export const toneOf = (status: BatchStatus) => TONES[status]

/** True while a batch changes by itself. */
export const isMoving = ({ status }: Pick<BatchRow, 'status'>): boolean =>
  status === 'approved' || status === 'running'

/** True while another look may show something else: also while another batch takes this one back. */
export const isChanging = (batch: Pick<BatchRow, 'status' | 'undoneBy'>): boolean =>
  isMoving(batch) || (batch.undoneBy !== null && batch.status !== 'undone')

/** What can be done with a batch where it is. */
export type BatchAct = 'approve' | 'reject' | 'cancel' | 'resume' | 'undo'

/** Who may is another question: this is what its state allows. */
export function actsOf(
  batch: Pick<BatchRow, 'status' | 'kind' | 'doneCount' | 'undoneBy'> & { isStopped?: boolean },
): readonly BatchAct[] {
  const { status, kind, doneCount, undoneBy, isStopped = false } = batch
  if (status === 'waiting') return ['approve', 'reject', 'cancel']
  if (isMoving(batch)) return isStopped ? ['resume', 'cancel'] : ['cancel']
  const isUndoable = kind === 'adjust' && doneCount > 0 && undoneBy === null
  return isUndoable && (status === 'done' || status === 'cancelled') ? ['undo'] : []
}

/** Share done in percent. */
export const percentOf = ({
  doneCount,
  refusedCount,
  memberCount,
}: Pick<BatchRow, 'doneCount' | 'refusedCount' | 'memberCount'>): number =>
  Math.min(100, Math.floor(((doneCount + refusedCount) / memberCount) * 100))

/** Points with their sign: `+500`. */
export const signed = (value: number, format: (value: number) => string): string =>
  value > 0 ? `+${format(value)}` : format(value)
