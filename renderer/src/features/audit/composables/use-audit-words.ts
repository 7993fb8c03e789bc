import { useI18n } from 'vue-i18n'
import { formatCount } from '../../../ui/format.ts'
import { actionKey } from '../audit-actions.ts'
import { diffKind, diffLines } from '../audit-diff.ts'
import { JOB_KINDS } from '../../../../../server/modules/jobs/jobs.contract.ts'
import type {
  AuditAction,
  AuditRow,
  HistoryRow,
} from '../../../../../server/modules/audit/audit.contract.ts'

/** Settings that have a name of their own. */
const SETTINGS: readonly string[] = ['company', 'messages']
const NAME = /^[a-zA-Z]{1,40}$/
const IMPORTS: ReadonlySet<AuditAction> = new Set([
  'member.import',
  'order.import',
  'points.import',
])
/** So many changed fields are named in the list; more are counted. */
const NAMED_MAX = 2

/** `member M10024731`, `setting company`: what an entry is about. */
const makeTargetText =
  (t: (key: string) => string) =>
  ({ targetType, targetName }: AuditRow): string => {
    if (targetType === 'audit') return t('audit.targets.audit')
    if (targetType === 'setting' && SETTINGS.includes(targetName)) {
      return t(`audit.settingNames.${targetName}`)
    }
    // Their names are the program's own: what else there is to know stands in the entry.
    if (targetType === 'notificationTemplate' || targetType === 'delivery') {
      return t(`audit.targets.${targetType}`)
    }
    const kind = JOB_KINDS.find((each) => each === targetName)
    if (targetType === 'job' && kind) {
      const [part = '', verb = ''] = kind.split('.')
      return t(`jobs.kinds.${part}.${verb}`)
    }
    return `${t(`audit.targets.${targetType}`)} ${targetName}`
  }

/** Entries of the log in the reader's words. What is not known is shown as it was written. */
export function useAuditWords() {
  const { t, te } = useI18n({ useScope: 'global' })

  const actionText = (action: AuditAction): string => t(actionKey(action))

  /** Undefined for a field that has no name here; its key is shown instead. */
  function fieldText(path: string): string | undefined {
    const name = path.split('.').at(-1) ?? path
    return NAME.test(name) && te(`audit.fields.${name}`) ? t(`audit.fields.${name}`) : undefined
  }

  const targetText = makeTargetText(t)
  const countOf = (row: HistoryRow, field: string): number => {
    const value = row.after?.[field]
    return typeof value === 'number' ? value : 0
  }

  const counted = (key: string, count: number): string =>
    t(`audit.summary.${key}`, { count: formatCount(count) }, count)

  function changesText(row: HistoryRow): string {
    const lines = diffLines(row)
    const names = lines.flatMap(({ field }) => fieldText(field) ?? [])
    if (names.length === lines.length && lines.length <= NAMED_MAX) {
      return names.join(t('ui.listSeparator'))
    }
    return counted('changes', lines.length)
  }

  /** The end of a line in the list: the most telling thing about the entry. */
  function summaryOf(row: HistoryRow): { text: string; isBad: boolean } {
    const good = (text: string) => ({ text, isBad: false })
    const faults = countOf(row, 'faults')
    const bad = (text: string) => ({ text, isBad: true })
    if (row.action === 'audit.verify') {
      return faults > 0
        ? bad(counted('faults', faults))
        : good(counted('intact', countOf(row, 'entries')))
    }
    if (row.action === 'audit.export') return good(counted('rows', countOf(row, 'rows')))
    const file = row.after?.['file']
    if (IMPORTS.has(row.action) && typeof file === 'string') return good(file)
    if (row.action === 'personal.unusual') return bad(counted('unusual', countOf(row, 'lastHour')))
    if (row.reason) return good(t('audit.summary.reason', { reason: row.reason }))
    if (diffKind(row) === 'change') return good(changesText(row))
    return good(diffKind(row) === 'none' ? '' : counted('contents', diffLines(row).length))
  }

  return { actionText, fieldText, targetText, summaryOf }
}
