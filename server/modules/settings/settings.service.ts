import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { sharedRead } from '../../db/shared-read.ts'
import { joinSql, jsonColumn, queryRows, sql } from '../../db/sql.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordAudit, recordChange } from '../audit/audit.service.ts'
import {
  company,
  DEFAULT_MESSAGES,
  DEFAULT_PRESETS,
  messages,
  presets,
  type Company,
  type Messages,
  type Presets,
  type Settings,
} from './settings.contract.ts'
import {
  DEFAULT_POINT_SETTINGS,
  storedPointSettings,
  type PointSettings,
  type StoredPointSettings,
} from './point-settings.contract.ts'

/** Name -> its schema. One row each. */
const SETTINGS = { company, presets, messages, points: storedPointSettings } as const
type Name = keyof typeof SETTINGS

const settingRow = z.object({ name: z.string(), value: jsonColumn })

/** Every quote and award asks, by the thousand a second; nothing is kept, so a change counts at once everywhere. */
const storedSetting = sharedRead(async (ctx, names: readonly Name[]) => {
  const wanted = joinSql([...new Set(names)].map((name) => sql`${name}`))
  const rows = await queryRows(
    ctx,
    sql`SELECT "name", "value" FROM "Setting" WHERE "name" IN (${wanted})`,
    settingRow,
  )
  return names.map((name) => rows.find((row) => row.name === name))
})

async function read<N extends Name>(
  ctx: Ctx,
  name: N,
): Promise<z.infer<(typeof SETTINGS)[N]> | undefined> {
  const row = await storedSetting(ctx, name)
  // The schema belongs to the name; TypeScript loses the pair when it indexes the table.
  return row ? (SETTINGS[name].parse(row.value) as z.infer<(typeof SETTINGS)[N]>) : undefined
}

type Value = Company | Presets | Messages | StoredPointSettings

async function write(ctx: Ctx<Tx>, name: Name, value: Value): Promise<void> {
  const updatedAt = ctx.clock.now()
  await ctx.db.setting.upsert({
    where: { name },
    update: { value, updatedAt },
    create: { name, value, updatedAt },
    select: { name: true },
  })
}

/** Name and time zone of the company; undefined before the first run is done. */
export const getCompany = (ctx: Ctx): Promise<Company | undefined> => read(ctx, 'company')

/** Everything that holds for the whole company. */
export async function getSettings(ctx: Ctx): Promise<Settings> {
  return {
    company: (await read(ctx, 'company')) ?? null,
    presets: (await read(ctx, 'presets')) ?? DEFAULT_PRESETS,
  }
}

const target = { type: 'setting', id: 'company', name: 'company' } as const

/** Changes the company's name or time zone; the zone holds for business dates from now on. */
export async function updateCompany(ctx: Ctx, after: Company): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const before = (await read(ctx, 'company')) ?? {}
    await write(ctx, 'company', after)
    await recordChange(ctx, { action: 'setting.update', target }, { before, after })
  })
  ctx.zone.name = after.timeZone
}

/** How members are written to; Chinese until somebody chooses. */
export const getMessageSettings = async (ctx: Ctx): Promise<Messages> =>
  (await read(ctx, 'messages')) ?? DEFAULT_MESSAGES

/** Changes how members are written to, from the next message on. */
export function updateMessageSettings(ctx: Ctx, after: Messages): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const before = await getMessageSettings(ctx)
    await write(ctx, 'messages', after)
    const target = { type: 'setting', id: 'messages', name: 'messages' } as const
    await recordChange(ctx, { action: 'setting.update', target }, { before, after })
  })
}

const BASIS_POINTS = 10_000

/** What the company decided about points. One short read: hot commands ask for it each time. */
export async function getPointSettings(ctx: Ctx): Promise<StoredPointSettings> {
  const stored = await read(ctx, 'points')
  if (stored) return stored
  const { pointsPerYuan, pointsForOneYuan } = (await read(ctx, 'presets')) ?? DEFAULT_PRESETS
  const { award, deduction, ...others } = DEFAULT_POINT_SETTINGS
  return {
    ...others,
    award: { ...award, rateBp: pointsPerYuan * BASIS_POINTS },
    deduction: { ...deduction, pointsForOneYuan },
    version: 0,
  }
}

/**
 * Changes what is decided about points, for what happens from now on: what was awarded stays as it is.
 * @param version that the change was made from
 * @throws AppError SETTINGS_CHANGED when somebody else has changed them since
 */
export function updatePointSettings(
  ctx: Ctx,
  settings: PointSettings,
  version?: number,
): Promise<StoredPointSettings> {
  return inTransaction(ctx, async (ctx) => {
    const before = await getPointSettings(ctx)
    if (version !== undefined && version !== before.version) throw new AppError('SETTINGS_CHANGED')
    const after = { ...settings, version: before.version + 1 }
    await write(ctx, 'points', after)
    const target = { type: 'setting', id: 'points', name: 'points' } as const
    await recordChange(ctx, { action: 'setting.update', target }, { before, after })
    return after
  })
}

/** Takes the stored time zone over: at start, and while another server may change it. */
export async function followTimeZone(ctx: Ctx): Promise<void> {
  const company = await getCompany(ctx)
  if (company) ctx.zone.name = company.timeZone
}

/** What first run writes, within its transaction. */
export async function startSettings(
  ctx: Ctx<Tx>,
  start: { company: Company; presets: Presets },
): Promise<void> {
  await write(ctx, 'company', start.company)
  await write(ctx, 'presets', start.presets)
  await recordAudit(ctx, {
    action: 'setting.update',
    target,
    after: { ...start.company, presets: start.presets },
  })
}
