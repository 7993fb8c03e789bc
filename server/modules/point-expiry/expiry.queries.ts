import { addDays } from '../../contract/dates.ts'
import type { Ctx } from '../../db/context.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { jobsUnderWay, startJob } from '../jobs/jobs.service.ts'
import { daysOver, daysToCome, membersOver, membersToCome } from './calendar.sql.ts'
import { countOverdue } from './expiry.sql.ts'
import type {
  DayMembers,
  DayMembersInput,
  ExpiryDay,
  ExpiryMonth,
  ExpiryState,
  ExpiryYear,
  MonthInput,
  YearInput,
} from './expiry.contract.ts'

const PAGE = 50

const todayOf = ({ zone, clock }: Ctx): string => businessDateOf(zone, clock.now())

/** What was taken off after the days that are over, and what ends with those to come. */
async function daysOf(ctx: Ctx, from: string, to: string): Promise<ExpiryDay[]> {
  const today = todayOf(ctx)
  const yesterday = addDays(today, -1)
  const over = await daysOver(ctx, { from, to: to < yesterday ? to : yesterday })
  const coming = await daysToCome(ctx, { from: from > today ? from : today, to })
  return [
    ...over.map((day) => ({ ...day, isOver: true })),
    ...coming.map((day) => ({ ...day, isOver: false })),
  ]
}

/** Points and members by the business date with which the points end, of one month. */
export async function getExpiryMonth(ctx: Ctx, { month }: MonthInput): Promise<ExpiryMonth> {
  return { today: todayOf(ctx), days: await daysOf(ctx, `${month}-01`, `${month}-31`) }
}

/** Points by month of a year. */
export async function getExpiryYear(ctx: Ctx, { year }: YearInput): Promise<ExpiryYear> {
  const days = await daysOf(ctx, `${year}-01-01`, `${year}-12-31`)
  const points = Array.from({ length: 12 }, () => 0)
  for (const { day, points: some } of days) {
    const month = Number(day.slice(5, 7)) - 1
    points[month] = (points[month] ?? 0) + some
  }
  return { today: todayOf(ctx), points }
}

/** Whose points end with a day, a page at a time. */
export async function listDayMembers(
  ctx: Ctx,
  { day, after }: DayMembersInput,
): Promise<DayMembers> {
  const read = day < todayOf(ctx) ? membersOver : membersToCome
  const rows = await read(ctx, { day, after, most: PAGE + 1 })
  const list = rows.slice(0, PAGE)
  return {
    list: list.map(({ memberId: _, ...row }) => row),
    next: rows.length > PAGE ? (list.at(-1)?.memberId ?? null) : null,
  }
}

/** When points were last taken off, what waits for it, and whether it is under way. */
export async function getExpiryState(ctx: Ctx): Promise<ExpiryState> {
  const today = todayOf(ctx)
  const [last, overdueLots, [running]] = await Promise.all([
    ctx.db.pointExpiryRun.findFirst({ orderBy: { asOf: 'desc' } }),
    countOverdue(ctx, today),
    jobsUnderWay(ctx, 'points.expire'),
  ])
  return {
    ...{ today, overdueLots, running: running ?? null },
    last: last && {
      ...{ asOf: last.asOf, members: last.members, points: Number(last.points) },
      startedAt: last.startedAt.getTime(),
      finishedAt: last.finishedAt?.getTime() ?? null,
    },
  }
}

/** Takes off now what the night has left. @throws AppError JOB_RUNNING */
export const startExpiry = (ctx: Ctx): Promise<{ id: string }> =>
  startJob(ctx, 'points.expire', { day: todayOf(ctx) })
