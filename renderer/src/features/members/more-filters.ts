import { GENDERS, type MemberFilter } from '../../../../server/modules/members/members.contract.ts'

const FEN_PER_YUAN = 100

/** The panel of further filters as it is filled in: text, empty for "any"; money is yuan. */
export interface MoreDraft {
  gender: string
  regionCode: string
  registerStoreId: number | ''
  registeredFrom: string
  registeredTo: string
  birthdayFrom: string
  birthdayTo: string
  spendMin: string
  spendMax: string
  orderMin: string
  orderMax: string
  lastOrderFrom: string
  lastOrderTo: string
}
type DraftField = keyof MoreDraft

/** `12.5` for 1,250 fen; empty for undefined. */
function yuanText(fen: number | undefined): string {
  if (fen === undefined) return ''
  return fen % FEN_PER_YUAN === 0 ? String(fen / FEN_PER_YUAN) : (fen / FEN_PER_YUAN).toFixed(2)
}
const text = (value: string | number | undefined): string => String(value ?? '')

/** The panel as the conditions in force fill it. */
export const draftOf = (filter: MemberFilter): MoreDraft => ({
  gender: text(filter.gender),
  regionCode: text(filter.regionCode),
  registerStoreId: filter.registerStoreId ?? '',
  registeredFrom: text(filter.registeredFrom),
  registeredTo: text(filter.registeredTo),
  birthdayFrom: text(filter.birthdayFrom),
  birthdayTo: text(filter.birthdayTo),
  spendMin: yuanText(filter.spendFenMin),
  spendMax: yuanText(filter.spendFenMax),
  orderMin: text(filter.orderCountMin),
  orderMax: text(filter.orderCountMax),
  lastOrderFrom: text(filter.lastOrderFrom),
  lastOrderTo: text(filter.lastOrderTo),
})

export const EMPTY_DRAFT: MoreDraft = draftOf({ keyword: '' })

const plain = (value: string): string => value.normalize('NFKC').replaceAll(/[\s,¥]/g, '')

/** Fen of what was typed as yuan, undefined for nothing, NaN for what is no amount. */
function readYuan(value: string): number | undefined {
  const digits = plain(value)
  if (digits === '') return undefined
  return /^\d{1,9}(\.\d{1,2})?$/.test(digits) ? Math.round(Number(digits) * FEN_PER_YUAN) : NaN
}
function readCount(value: string): number | undefined {
  const digits = plain(value)
  if (digits === '') return undefined
  return /^\d{1,9}$/.test(digits) ? Number(digits) : NaN
}
/** `3-8` and `0308` are 8 March as well; undefined for nothing, empty for no day. */
function readMonthDay(value: string): string | undefined {
  const parts = /^(\d{1,2})\D?(\d{1,2})\D?$/.exec(plain(value))
  if (plain(value) === '') return undefined
  if (!parts) return ''
  const [month, day] = [Number(parts[1]), Number(parts[2])]
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= 31
  return isDay ? `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` : ''
}

type Bound = string | number | undefined
const isWrong = (bound: Bound): boolean => bound === '' || Number.isNaN(bound)

/** The ends of a range that are wrong; both where they stand the wrong way round. */
function faults(
  [from, to]: readonly [Bound, Bound],
  [fromField, toField]: readonly [DraftField, DraftField],
  mayTurn = false,
): DraftField[] {
  const wrong = [...(isWrong(from) ? [fromField] : []), ...(isWrong(to) ? [toField] : [])]
  const isTurned = from !== undefined && to !== undefined && from > to
  return wrong.length === 0 && isTurned && !mayTurn ? [fromField, toField] : wrong
}

/** What the panel asks for, or which of its fields cannot be understood. A birthday may cross new year. */
export function readMore(draft: MoreDraft): {
  readonly change: Partial<MemberFilter>
  readonly wrong: readonly DraftField[]
} {
  const spend = [readYuan(draft.spendMin), readYuan(draft.spendMax)] as const
  const orders = [readCount(draft.orderMin), readCount(draft.orderMax)] as const
  const birthday = [readMonthDay(draft.birthdayFrom), readMonthDay(draft.birthdayTo)] as const
  const registered = [draft.registeredFrom || undefined, draft.registeredTo || undefined] as const
  const lastOrder = [draft.lastOrderFrom || undefined, draft.lastOrderTo || undefined] as const
  const change: Partial<MemberFilter> = {
    gender: GENDERS.find((gender) => gender === draft.gender),
    regionCode: draft.regionCode || undefined,
    registerStoreId: draft.registerStoreId === '' ? undefined : draft.registerStoreId,
    registeredFrom: registered[0],
    registeredTo: registered[1],
    birthdayFrom: birthday[0],
    birthdayTo: birthday[1],
    spendFenMin: spend[0],
    spendFenMax: spend[1],
    orderCountMin: orders[0],
    orderCountMax: orders[1],
    lastOrderFrom: lastOrder[0],
    lastOrderTo: lastOrder[1],
  }
  const wrong = [
    ...faults(spend, ['spendMin', 'spendMax']),
    ...faults(orders, ['orderMin', 'orderMax']),
    ...faults(birthday, ['birthdayFrom', 'birthdayTo'], true),
    ...faults(registered, ['registeredFrom', 'registeredTo']),
    ...faults(lastOrder, ['lastOrderFrom', 'lastOrderTo']),
  ]
  return { change, wrong }
}
