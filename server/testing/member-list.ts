import type { Ctx, Db } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { insertMembers, prepareMember, type NewMember } from '../modules/members/insert-members.ts'
import { GENDERS, REGISTER_CHANNELS } from '../modules/members/members.contract.ts'
import { createStore } from '../modules/stores/stores.service.ts'

export const COUNT = 240
const DAY_MS = 86_400_000
const REGIONS = ['330106', '330100', '310101', '110105', null]
const NICKNAMES = [
  ...['夏夏的小厨房', 'Echo_100%', 'ECHOX100X', '小厨房', '厨', '王小明', '', '夏'],
  ...['哈哈', '笑哈哈哈'],
]
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T

/** A member of the list, as a test knows him without a database. */
export interface Made extends NewMember {
  readonly id: number
  readonly uid: string
  readonly status: 'active' | 'disabled'
  readonly spendFen: number
  readonly orderCount: number
  readonly lastOrderDate: string
}

const newMember = (n: number, stores: readonly number[]): NewMember => ({
  nickname: pick(NICKNAMES, n),
  mobile:
    n % 5 === 0
      ? null
      : `138${String(n * 7919)
          .padStart(8, '0')
          .slice(-8)}`,
  email: n % 7 === 0 ? `who${n}@example.com` : null,
  realName: n % 6 === 0 ? '沈小夏' : null,
  externalId: n % 3 === 0 ? `X${n}` : null,
  cardNo: n % 4 === 0 ? `C${n}` : null,
  avatarUrl: null,
  gender: pick(GENDERS, n),
  birthday: n % 9 === 0 ? null : `19${60 + (n % 40)}-${String((n % 12) + 1).padStart(2, '0')}-15`,
  regionCode: pick(REGIONS, n),
  remark: '',
  registerChannel: pick(REGISTER_CHANNELS, n),
  registerStoreId: pick([...stores, null], n),
  homeStoreId: pick([null, ...stores], n),
  // Several at the same instant, so that ids have to tell them apart.
  registeredAt: new Date(Date.parse('2026-01-01T00:00:00Z') + (n % 60) * DAY_MS),
})

/** Fills an empty database with members of every kind, at home in two stores or none. */
export async function fillMemberList(ctx: Ctx<Db>): Promise<{ members: Made[]; stores: number[] }> {
  const stores: number[] = []
  for (const code of ['A', 'B']) stores.push((await createStore(ctx, { code, name: code })).id)
  const rows = Array.from({ length: COUNT }, (_, n) => newMember(n, stores))
  const prepared = rows.map((row) => prepareMember(ctx, row))
  const ids = await inTransaction(ctx, (ctx) => insertMembers(ctx, prepared))
  const members = await Promise.all(
    rows.map(async (row, n) => {
      const uid = prepared[n]?.uid ?? ''
      const status = n % 11 === 0 ? ('disabled' as const) : ('active' as const)
      const figures = {
        spendFen: (n % 50) * 1_000,
        orderCount: n % 8,
        lastOrderDate: n % 8 === 0 ? '' : `2026-02-${String((n % 28) + 1).padStart(2, '0')}`,
      }
      await ctx.db.member.update({
        where: { uid },
        data: { status, totals: { update: figures } },
      })
      return { ...row, ...figures, status, uid, id: ids.get(uid) ?? 0 }
    }),
  )
  return { members, stores }
}

type Column = 'registeredAt' | 'uid' | 'spendFen' | 'lastOrderDate'
/** The order of a list by a column; equal values are told apart by id. */
export const byPlace = (a: Made, b: Made, column: Column): number => {
  const less = a[column] < b[column] ? -1 : 1
  return a[column].valueOf() === b[column].valueOf() ? a.id - b.id : less
}
