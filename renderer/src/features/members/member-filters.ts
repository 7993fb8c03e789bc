import type { MemberFilter } from '../../../../server/modules/members/members.contract.ts'

/** Conditions as chips and the panel of further filters show them: both ends of a range are one. */
export const FILTER_GROUPS = {
  keyword: ['keyword'],
  status: ['status'],
  homeStore: ['homeStoreId'],
  registerChannel: ['registerChannel'],
  gender: ['gender'],
  region: ['regionCode'],
  registerStore: ['registerStoreId'],
  registered: ['registeredFrom', 'registeredTo'],
  birthday: ['birthdayFrom', 'birthdayTo'],
  spend: ['spendFenMin', 'spendFenMax'],
  orders: ['orderCountMin', 'orderCountMax'],
  lastOrder: ['lastOrderFrom', 'lastOrderTo'],
} as const satisfies Readonly<Record<string, readonly (keyof MemberFilter)[]>>
export type FilterGroup = keyof typeof FILTER_GROUPS

/** Those that stand in the panel; the others have a control of their own in the bar. */
export const MORE_GROUPS = [
  'gender',
  'region',
  'registerStore',
  'registered',
  'birthday',
  'spend',
  'orders',
  'lastOrder',
] as const satisfies readonly FilterGroup[]

const isGroup = (key: string): key is FilterGroup => key in FILTER_GROUPS

/** What to ask once a condition is dropped. */
export function withoutGroup(key: string): Partial<MemberFilter> {
  if (!isGroup(key)) return {}
  if (key === 'keyword') return { keyword: '' }
  return Object.fromEntries(FILTER_GROUPS[key].map((field) => [field, undefined]))
}

/** How many conditions of the panel are in force. */
export const moreCount = (filter: MemberFilter): number =>
  MORE_GROUPS.filter((group) => FILTER_GROUPS[group].some((field) => filter[field] !== undefined))
    .length
