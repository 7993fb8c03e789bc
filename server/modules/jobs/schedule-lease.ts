import type { Ctx } from '../../db/context.ts'
import { insertIgnore } from '../../db/insert-ignore.ts'

const LEASE_MS = 10 * 60_000

/** Takes the lease of a repeated task; a server that died loses it after ten minutes. */
export async function takeLease(ctx: Ctx, name: string, leaseOwner: string): Promise<boolean> {
  const now = ctx.clock.now()
  const data = { leaseOwner, leaseUntil: new Date(now.getTime() + LEASE_MS) }
  const isFree = { OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] }
  const { count } = await ctx.db.schedule.updateMany({ where: { name, ...isFree }, data })
  if (count > 0) return true
  const rows = [{ name, ...data }]
  const inserted = await insertIgnore(ctx, { table: 'Schedule', rows, key: 'name' })
  return inserted.has(name)
}

interface RunOutcome {
  readonly name: string
  readonly leaseOwner: string
  readonly lastRunAt: Date
  readonly lastError: string | null
}

/** Gives the lease back and notes how the run went. */
export async function releaseLease(ctx: Ctx, run: RunOutcome): Promise<void> {
  const { name, leaseOwner, ...outcome } = run
  await ctx.db.schedule.updateMany({
    where: { name, leaseOwner },
    data: { leaseOwner: null, leaseUntil: null, ...outcome },
  })
}
