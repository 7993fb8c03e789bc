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
  const isUndoable = kind !== 'undo' && doneCount > 0 && undoneBy === null
  return isUndoable && (status === 'done' || status === 'cancelled') ? ['undo'] : []
}

/** A range of days in few characters: `2026-04-01 – 04-30`. */
export function daysText(from: string, to: string): string {
  if (from === to) return from
  return `${from} – ${from.slice(0, 5) === to.slice(0, 5) ? to.slice(5) : to}`
}

/** The days that a batch is about and the last day then; undefined for one that changes points only. */
export const daysOf = ({
  fromDay,
  toDay,
  expiresOn,
}: Pick<BatchRow, 'fromDay' | 'toDay' | 'expiresOn'>): string | undefined =>
  fromDay === null || toDay === null || expiresOn === null
    ? undefined
    : `${daysText(fromDay, toDay)} → ${expiresOn}`

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
