import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import { useRights } from '../../../composables/use-rights.ts'
import { formatFen } from '../../../ui/format.ts'
import { useOrderWords } from './use-order-words.ts'
import { ORDER_STATUSES } from '../../../../../server/modules/orders/orders.contract.ts'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import type { ListOrdersInput } from '../../../../../server/modules/orders/orders.contract.ts'

/** What to ask once a condition is dropped; some hang together. */
export function withoutFilter(key: string): Partial<ListOrdersInput> {
  if (key === 'keyword') return { keyword: '' }
  if (key === 'paid') return { paidFrom: undefined, paidTo: undefined }
  if (key === 'amount') return { paidFenMin: undefined, paidFenMax: undefined }
  if (key === 'member') return { memberUid: undefined }
  if (key === 'source') return { source: undefined }
  return key === 'store' ? { storeId: undefined } : { status: undefined }
}

/** The conditions of the orders in words: those in force, and those to choose from. */
export function useOrderFilters(input: () => ListOrdersInput, memberName: () => string) {
  const { t } = useI18n()
  const { can } = useRights()
  const storeRows = useQuery({
    queryKey: ['stores-all'],
    queryFn: ({ signal }) => api.stores.list.query(undefined, { signal }),
    enabled: computed(() => can('stores.view')),
  })
  const stores = computed(() =>
    (storeRows.data.value ?? []).map(({ id, name }) => ({ value: id, label: name })),
  )
  const sourceRows = useQuery({
    queryKey: ['order-sources'],
    queryFn: ({ signal }) => api.orders.sources.query(undefined, { signal }),
  })
  const { sourceText } = useOrderWords()
  const sources = computed(() =>
    (sourceRows.data.value ?? []).map((value) => ({ value, label: sourceText(value) })),
  )
  const statuses = computed(() =>
    ORDER_STATUSES.map((value) => ({ value, label: t(`orders.statuses.${value}`) })),
  )

  function paidText({ paidFrom, paidTo }: ListOrdersInput): string {
    if (paidFrom && paidTo) return paidFrom === paidTo ? paidFrom : `${paidFrom} – ${paidTo}`
    if (paidFrom) return t('orders.since', { day: paidFrom })
    return paidTo ? t('orders.until', { day: paidTo }) : ''
  }
  function amountText({ paidFenMin: min, paidFenMax: max }: ListOrdersInput): string {
    if (min !== undefined && max !== undefined) return `${formatFen(min)} – ${formatFen(max)}`
    if (min !== undefined) return t('orders.amount.atLeast', { amount: formatFen(min) })
    return max === undefined ? '' : t('orders.amount.atMost', { amount: formatFen(max) })
  }
  const storeText = (id: number): string =>
    stores.value.find(({ value }) => value === id)?.label ?? String(id)
  const applied = computed((): AppliedFilter[] => {
    const { keyword, memberUid, storeId, status, source } = input()
    const name = (column: string): string => t(`orders.columns.${column}`)
    return [
      { key: 'keyword', name: t('orders.keyword'), value: keyword },
      { key: 'member', name: name('member'), value: memberUid ? memberName() : '' },
      {
        key: 'store',
        name: name('store'),
        value: storeId === undefined ? '' : storeText(storeId),
      },
      {
        key: 'status',
        name: name('status'),
        value: status ? t(`orders.statuses.${status}`) : '',
      },
      { key: 'source', name: name('source'), value: source ? sourceText(source) : '' },
      { key: 'paid', name: t('orders.paid'), value: paidText(input()) },
      { key: 'amount', name: t('orders.amount.label'), value: amountText(input()) },
    ].filter(({ value }) => value !== '')
  })
  return { applied, stores, sources, statuses }
}
