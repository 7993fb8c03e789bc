import { setImmediate as breathe } from 'node:timers/promises'
import { addDays } from '../../contract/dates.ts'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { recordEvents } from '../outbox/outbox.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { daysBetween, dueReminders, type DueReminder } from './reminders.rules.ts'
import { claimReminders, forgetReminders, holdersOfDay, type Holder } from './reminders.sql.ts'

/** Members of one transaction. */
const STEP = 500
const FORGOTTEN_AT_ONCE = 2_000

export interface Reminding {
  /** The business date. */
  readonly today: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number) => void) | undefined
  readonly step?: number
}

/** Tells those who have not been told yet. @returns how many */
const remind = (
  ctx: Ctx,
  { expiresOn, days }: DueReminder,
  { today, holders }: { today: string; holders: readonly Holder[] },
): Promise<number> =>
  inTransaction(ctx, async (ctx) => {
    const reachable = holders.filter(({ status }) => status === 'active')
    const claims = reachable.map(({ memberId }) => ({ expiresOn, days, memberId }))
    const ours = await claimReminders(ctx, claims)
    const daysLeft = daysBetween(today, expiresOn)
    const events = reachable
      .filter(({ memberId }) => ours.has(memberId))
      .map(({ uid: memberUid, points }) => {
        const payload = { memberUid, points, expiresOn, daysLeft }
        return { type: 'points.expiring' as const, memberUid, payload }
      })
    await recordEvents(ctx, events)
    return events.length
  })

async function lastDay(ctx: Ctx, today: string): Promise<string> {
  const last = await ctx.db.pointReminderDay.findFirst({
    where: { day: { lt: today } },
    orderBy: { day: 'desc' },
    select: { day: true },
  })
  // A business that begins today has not missed anything.
  return last?.day ?? addDays(today, -1)
}

async function finishDay(ctx: Ctx, today: string): Promise<void> {
  const finishedAt = ctx.clock.now()
  await ctx.db.pointReminderDay.upsert({
    where: { day: today },
    update: { finishedAt },
    create: { day: today, finishedAt },
    select: { day: true },
  })
  await ctx.db.pointReminderDay.deleteMany({ where: { day: { lt: today } } })
  while ((await forgetReminders(ctx, today, FORGOTTEN_AT_ONCE)) > 0) await breathe()
}

/**
 * Tells members which points they can use for 30, 7 and 1 days more, as the setting says: one message for a
 * member, a last day and a day of the setting, with the sum, never twice. A run that was killed goes on with
 * those who have not been told; days that were missed are made up for by the nearest reminder.
 *
 * @returns how many messages were written
 */
export async function remindMembers(
  ctx: Ctx,
  { today, signal, onProgress, step = STEP }: Reminding,
): Promise<number> {
  const { remindDays } = await getPointSettings(ctx)
  const due = dueReminders({ after: await lastDay(ctx, today), today, remindDays })
  let told = 0
  for (const each of due) {
    for (let after = 0; ;) {
      signal?.throwIfAborted()
      const given = { expiresOn: each.expiresOn, after, most: step }
      const holders = await holdersOfDay(ctx, given)
      const last = holders.at(-1)
      if (!last) break
      told += await remind(ctx, each, { today, holders })
      onProgress?.(told)
      after = last.memberId
      await breathe()
    }
  }
  await finishDay(ctx, today)
  return told
}
