import { createReadStream } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { z } from 'zod'
import { addDays } from '../contract/dates.ts'
import type { Ctx, Db } from '../db/context.ts'
import type { DatabaseLocation } from '../db/open.ts'
import { queryRows, sql } from '../db/sql.ts'
import { businessDateOf } from '../kernel/business-zone.ts'
import { Random } from '../seed/random.ts'
import { seedPoints } from '../seed/seed-points.ts'
import { withMemberDatabases } from './member-databases.ts'

export const MEMBERS = Number(process.env['BENCH_MEMBERS'] ?? 1_000_000)
const FOLDER = join(process.cwd(), `.cache/bench/ledger-${MEMBERS}`)
/** Members whom a load is about. */
const LOADED = 50_000
/** Nothing ends or is reminded of while loads are measured. */
const FIRST_EXPIRY_DAYS = 90

export interface LedgerTemplate {
  readonly location: DatabaseLocation
  readonly folder: string
  readonly seededInSeconds: number | undefined
}

/** One database of each kind with ten entries and seven lots of every member, nobody at work on it. */
export async function withLedgers(work: (ledger: LedgerTemplate) => Promise<void>): Promise<void> {
  const more = (ctx: Ctx<Db>) => {
    const today = businessDateOf(ctx.zone, ctx.clock.now())
    return seedPoints(ctx, { firstExpiresOn: addDays(today, FIRST_EXPIRY_DAYS) })
  }
  await withMemberDatabases(FOLDER, { members: MEMBERS, orders: 0, more }, async (database) => {
    const { location, seededInSeconds } = database
    await database.close()
    if ((process.env['BENCH_DATABASE'] ?? location.provider) !== location.provider) return
    await work({ location, folder: FOLDER, seededInSeconds })
  })
}

const memberRow = z.object({ id: z.int(), uid: z.string() })

/** Members drawn at random, and a file with their uids for the load generator. */
export async function drawMembers(ctx: Ctx<Db>, folder: string) {
  const random = new Random(11)
  const ids = [...new Set(Array.from({ length: LOADED }, () => 1 + random.below(MEMBERS)))]
  const list = JSON.stringify(ids)
  const values =
    ctx.dialect.provider === 'sqlite'
      ? sql`json_each(${list})`
      : sql`json_array_elements_text(CAST(${list} AS JSON))`
  const members = await queryRows(
    ctx,
    sql`SELECT m."id", m."uid" FROM "Member" m WHERE m."status" = 'active' AND m."id" IN
      (SELECT CAST(value AS INTEGER) FROM ${values})`,
    memberRow,
  )
  const uidsFile = join(folder, 'uids.txt')
  await writeFile(uidsFile, members.map(({ uid }) => uid).join('\n'))
  return { ids: members.map(({ id }) => id), uidsFile }
}

/** Reads all files below a folder, so that they lie in the memory of the machine as those of a server that runs do. */
export async function readThrough(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isFile())) {
    const stream = createReadStream(join(entry.parentPath, entry.name), { highWaterMark: 2 ** 22 })
    await finished(stream.resume())
  }
}
