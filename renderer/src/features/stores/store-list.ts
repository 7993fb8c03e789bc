import { z } from 'zod'
import { pageInput } from '../../../../server/contract/pagination.ts'
import { storeStatus, type StoreRow } from '../../../../server/modules/stores/stores.contract.ts'

/** What the list of stores is asked; the server sends them all, and the page picks. */
export const listStoresInput = pageInput.extend({
  keyword: z.string().trim().max(32).default(''),
  status: storeStatus.optional(),
  sort: z.enum(['code', 'name', 'staffCount', 'createdAt']).default('code'),
  order: z.enum(['asc', 'desc']).default('asc'),
})
export type ListStoresInput = z.infer<typeof listStoresInput>

const byText = new Intl.Collator('zh-CN', { numeric: true })

function compare(one: StoreRow, other: StoreRow, sort: ListStoresInput['sort']): number {
  switch (sort) {
    case 'code':
    case 'name':
      return byText.compare(one[sort], other[sort]) || one.id - other.id
    case 'staffCount':
    case 'createdAt':
      return one[sort] - other[sort] || one.id - other.id
  }
}

/** The page of stores that is asked for: found by any part of code or name, whatever its case. */
export function pickStores(stores: readonly StoreRow[], input: ListStoresInput) {
  const wanted = input.keyword.toLowerCase()
  const found = stores
    .filter(({ status }) => !input.status || status === input.status)
    .filter(({ code, name }) => `${code}\n${name}`.toLowerCase().includes(wanted))
    .sort((one, other) => compare(one, other, input.sort) * (input.order === 'asc' ? 1 : -1))
  const first = (input.pageNo - 1) * input.pageSize
  return { list: found.slice(first, first + input.pageSize), total: found.length }
}
