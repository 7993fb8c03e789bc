import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { PERIODS } from '../audit-period.ts'
import { useActor } from './use-actor.ts'
import { useAuditWords } from './use-audit-words.ts'
import type { AuditListQuery } from '../audit-list-query.ts'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import { AUDIT_ACTIONS, AUDIT_TARGETS } from '../../../../../server/modules/audit/audit.contract.ts'

/** What to ask once a condition is dropped; some hang together. */
export function withoutFilter(key: string): Partial<AuditListQuery> {
  if (key === 'keyword') return { keyword: '' }
  if (key === 'target') return { targetType: undefined, targetId: undefined }
  if (key === 'period') return { period: undefined, first: undefined, last: undefined }
  return key === 'action' ? { action: undefined } : { actorId: undefined }
}

/** The conditions of the log in words: those in force, and those to choose from. */
export function useAuditFilters(input: () => AuditListQuery) {
  const { t } = useI18n()
  const { actionText } = useAuditWords()
  const actor = useActor(() => input().actorId)

  const targetText = ({ targetType, targetId }: AuditListQuery): string =>
    [targetType && t(`audit.targets.${targetType}`), targetId].filter(Boolean).join(' ')
  function periodText({ period, first, last }: AuditListQuery): string {
    if (period === undefined) return ''
    const days = [first, last].filter(Boolean).join(' – ')
    return period === 'custom' && days ? days : t(`audit.periods.${period}`)
  }

  const applied = computed((): AppliedFilter[] => {
    const { keyword, actorId, action } = input()
    const who = actorId === undefined ? '' : (actor.value?.displayName ?? String(actorId))
    return [
      { key: 'keyword', name: t('audit.keyword'), value: keyword },
      { key: 'actor', name: t('audit.columns.actor'), value: who },
      { key: 'action', name: t('audit.columns.action'), value: action ? actionText(action) : '' },
      { key: 'target', name: t('audit.columns.target'), value: targetText(input()) },
      { key: 'period', name: t('audit.period'), value: periodText(input()) },
    ].filter(({ value }) => value !== '')
  })
  const actions = computed(() =>
    AUDIT_ACTIONS.map((value) => ({ value, label: actionText(value) })),
  )
  const targets = computed(() =>
    AUDIT_TARGETS.map((value) => ({ value, label: t(`audit.targets.${value}`) })),
  )
  const periods = computed(() =>
    PERIODS.map((value) => ({ value, label: t(`audit.periods.${value}`) })),
  )
  return { applied, actions, targets, periods }
}
