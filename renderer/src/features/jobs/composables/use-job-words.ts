import { useI18n } from 'vue-i18n'
import { errorText, isErrorCode } from '../../../../../server/contract/errors.ts'
import { usePreferences } from '../../../composables/use-preferences.ts'
import { formatCount } from '../../../ui/format.ts'
import { readJobResult } from '../job-result.ts'
import { durationOf } from '../job-state.ts'
import type { ErrorParams } from '../../../../../server/contract/errors.ts'
import type { JobKind, JobRow } from '../../../../../server/modules/jobs/jobs.contract.ts'

/** Jobs in the reader's words. */
export function useJobWords() {
  const { t } = useI18n({ useScope: 'global' })
  const preferences = usePreferences()

  function kindText(kind: JobKind): string {
    const [part = '', verb = ''] = kind.split('.')
    return t(`jobs.kinds.${part}.${verb}`)
  }

  /** The sentence of a refusal; a code of a newer server stands for itself. */
  const codeText = (code: string, params: ErrorParams): string =>
    isErrorCode(code) ? errorText(code, preferences.language, params) : code

  function durationText(job: JobRow, nowMs: number): string {
    const took = durationOf(job, nowMs)
    if (!took) return ''
    return t(`jobs.durations.${took.unit}`, { whole: took.whole, rest: took.rest })
  }

  /** What came of it, in one line. */
  function resultText(job: JobRow): string {
    if (job.status === 'failed') return codeText(job.errorCode ?? 'INTERNAL', job.errorParams ?? {})
    const result = job.status === 'done' ? readJobResult(job) : undefined
    switch (result?.kind) {
      case 'verify':
        return result.faults.length > 0
          ? t(
              'jobs.result.faults',
              { count: formatCount(result.faults.length) },
              result.faults.length,
            )
          : t('jobs.result.intact', { count: formatCount(result.entries) }, result.entries)
      case 'export':
        return t('jobs.result.rows', { count: formatCount(result.rows) }, result.rows)
      case 'batch':
        return t('jobs.result.batch', {
          changed: formatCount(result.changed),
          unchanged: formatCount(result.unchanged),
          refused: formatCount(result.refusedCount),
        })
      case 'rotate':
        return t('jobs.result.rotated', { count: formatCount(result.changed) }, result.changed)
      case 'proof':
        return result.found > 0
          ? t('jobs.result.off', { count: formatCount(result.found) }, result.found)
          : t('jobs.result.agree', { count: formatCount(result.entries) }, result.entries)
      case 'import': {
        const name = result.isDryRun ? 'dryRun' : 'import'
        const { created, refused } = result
        const shown = { created: formatCount(created.rows), refused: formatCount(refused.rows) }
        return t(`jobs.result.${name}`, shown, created.rows)
      }
      case undefined:
        return ''
    }
  }

  return { kindText, codeText, durationText, resultText }
}
