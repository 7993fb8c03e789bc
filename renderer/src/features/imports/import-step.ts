import type { JobRow } from '../../../../server/modules/jobs/jobs.contract.ts'
import type { ImportFile } from '../../../../server/modules/imports/imports.contract.ts'

export const IMPORT_STEPS = ['file', 'columns', 'check', 'import'] as const
export type ImportStep = (typeof IMPORT_STEPS)[number]

type Work = Pick<ImportFile, 'dryRunJobId' | 'importJobId'>

/** Steps that a file has come to; those behind them have nothing to show yet. */
export function reachedSteps(file: Work | undefined): readonly ImportStep[] {
  if (!file) return ['file']
  return IMPORT_STEPS.filter(
    (step) =>
      step === 'file' ||
      step === 'columns' ||
      (step === 'check' && file.dryRunJobId !== null) ||
      (step === 'import' && file.importJobId !== null),
  )
}

/** The step that an address asks for, where the file has come to it; else the furthest one. */
export function stepOf(wanted: unknown, file: Work | undefined): ImportStep {
  const reached = reachedSteps(file)
  return reached.find((step) => step === wanted) ?? reached.at(-1) ?? 'file'
}

export const FILE_STATES = [
  'uploaded',
  'checking',
  'checked',
  'checkFailed',
  'importing',
  'imported',
  'stopped',
  'failed',
  'unknown',
] as const
export type FileState = (typeof FILE_STATES)[number]

const BY_IMPORT = {
  queued: 'importing',
  running: 'importing',
  done: 'imported',
  cancelled: 'stopped',
  failed: 'failed',
} as const satisfies Record<JobRow['status'], FileState>

const BY_CHECK = {
  queued: 'checking',
  running: 'checking',
  done: 'checked',
  cancelled: 'uploaded',
  failed: 'checkFailed',
} as const satisfies Record<JobRow['status'], FileState>

/** How far a file is. `job` is its latest one; unknown where the reader may not see it. */
export function stateOf(file: Work, job: Pick<JobRow, 'status'> | undefined): FileState {
  if (file.importJobId !== null) return job ? BY_IMPORT[job.status] : 'unknown'
  if (file.dryRunJobId !== null) return job ? BY_CHECK[job.status] : 'unknown'
  return 'uploaded'
}

const TONES = {
  uploaded: 'neutral',
  checking: 'warn',
  checked: 'warn',
  checkFailed: 'bad',
  importing: 'warn',
  imported: 'ok',
  stopped: 'neutral',
  failed: 'bad',
  unknown: 'neutral',
} as const satisfies Record<FileState, string>

export const toneOf = (state: FileState) => TONES[state]

/** The columns cannot be changed any more: an import is under way or done. */
export const isSettled = (file: Work): boolean => file.importJobId !== null
