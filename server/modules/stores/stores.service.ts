import type { Ctx } from '../../db/context.ts'
import { insertIgnore } from '../../db/insert-ignore.ts'
import { inTransaction } from '../../db/transaction.ts'
import { seesStore } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { recordAudit, recordChange } from '../audit/audit.service.ts'
import {
  storeStatus,
  type CreateStoreInput,
  type StoreRow,
  type UpdateStoreInput,
} from './stores.contract.ts'

const targetOf = (store: { id: number; name: string }) =>
  ({ type: 'store', id: store.id, name: store.name }) as const

/** Stores that the actor sees: all, or his own. */
export async function listStores(ctx: Ctx): Promise<StoreRow[]> {
  const { scope } = ctx.actor
  const stores = await ctx.db.store.findMany({
    where: scope.kind === 'all' ? {} : { id: { in: [...scope.storeIds] } },
    orderBy: { code: 'asc' },
    include: { _count: { select: { staff: true } } },
  })
  return stores.map(({ id, uid, code, name, status, createdAt, _count }) => ({
    id,
    uid,
    code,
    name,
    status: storeStatus.parse(status),
    staffCount: _count.staff,
    createdAt: createdAt.getTime(),
  }))
}

/** Opens a store. @throws AppError CODE_TAKEN */
export function createStore(ctx: Ctx, { code, name }: CreateStoreInput): Promise<{ id: number }> {
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now()
    const uid = uuidv7(ctx.clock)
    const rows = [{ uid, code, name, status: 'active', createdAt: now, updatedAt: now }]
    const inserted = await insertIgnore(ctx, { table: 'Store', rows, key: 'uid' })
    if (!inserted.has(uid)) throw new AppError('CODE_TAKEN', { code })
    const store = await ctx.db.store.findUniqueOrThrow({
      where: { uid },
      select: { id: true, name: true },
    })
    await recordAudit(ctx, {
      action: 'store.create',
      target: targetOf(store),
      storeId: store.id,
      after: { code, name, status: 'active' },
    })
    return { id: store.id }
  })
}

/** Renames, closes or opens again. A store outside the actor's scope is not found. */
export function updateStore(ctx: Ctx, { id, name, status }: UpdateStoreInput): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { scope } = ctx.actor
    const isMine = scope.kind === 'all' || scope.storeIds.includes(id)
    const before = isMine
      ? await ctx.db.store.findUnique({ where: { id }, select: { name: true, status: true } })
      : null
    if (!before) throw new AppError('NOT_FOUND')
    const after = { name, status }
    await ctx.db.store.update({
      where: { id },
      data: { ...after, updatedAt: ctx.clock.now() },
      select: { id: true },
    })
    const target = targetOf({ id, name })
    const record = { action: 'store.update', target, storeId: id } as const
    await recordChange(ctx, record, { before, after })
  })
}

/** A store that is open and that the actor sees. @throws AppError STORE_UNKNOWN */
export async function requireOpenStore(ctx: Ctx, id: number): Promise<void> {
  const store = seesStore(ctx, id)
    ? await ctx.db.store.findFirst({ where: { id, status: 'active' }, select: { id: true } })
    : null
  if (!store) throw new AppError('STORE_UNKNOWN')
}

/** Open stores that the actor sees, by code and by name, for files that name them. */
export async function openStoresByName(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const stores = await listStores(ctx)
  const open = stores.filter(({ status }) => status === 'active')
  return new Map(open.flatMap(({ id, code, name }) => [[name, id] as const, [code, id] as const]))
}
