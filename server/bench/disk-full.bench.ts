import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { Provider } from '../db/dialect.ts'
import { invariant } from '../kernel/invariant.ts'
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts'
import { checkGiven, type Given } from './given-commands.ts'
import { makeBuyers, PartnerHttp, ServedLedger } from './served-ledger.ts'
import { folderOfPostgres, makeSmallDisk, type SmallDisk } from './small-disk.ts'
import { SteadyLoad } from './steady-load.ts'

const MEMBERS = 20
const FULL_MS_MAX = 240_000
const RECOVERY_MS_MAX = 30_000
/** Clients go on asking for so long while the disk is full. */
const FULL_FOR_MS = 3_000
const ASK_EVERY_MS = 20
const POOL_MAX = 10
const DATABASE = 'small'

interface Place {
  readonly folder: string
  readonly postgres: TestPostgres
  readonly disk: SmallDisk
}

/** A database on the small disk; of Postgres without its log, which would take it down as a whole. */
async function smallLedger(provider: Provider, { folder, postgres, disk }: Place) {
  if (provider === 'sqlite') {
    return new ServedLedger({ provider, path: join(disk.folder, 'member.db') }, folder)
  }
  const client = new Client({ connectionString: postgres.urlOf('postgres') })
  await client.connect()
  try {
    const path = await folderOfPostgres(disk)
    await client.query(`CREATE TABLESPACE ${DATABASE} LOCATION '${path}'`)
    await client.query(`CREATE DATABASE ${DATABASE} TABLESPACE ${DATABASE}`)
  } finally {
    await client.end()
  }
  return new ServedLedger({ provider, url: postgres.urlOf(DATABASE), poolMax: POOL_MAX }, folder)
}

/** Waits for something that has to come in time. @returns ms it took */
async function until(what: string, msMax: number, isSo: () => boolean): Promise<number> {
  const startedMs = performance.now()
  while (!isSo()) {
    invariant(performance.now() - startedMs < msMax, `${what}: not within ${msMax} ms`)
    await pause(ASK_EVERY_MS)
  }
  return Math.round(performance.now() - startedMs)
}

/** Looks every member up, twice. @returns how many answers came by status */
async function lookUp(http: PartnerHttp, uids: readonly string[]): Promise<Record<string, number>> {
  const byStatus: Record<string, number> = {}
  for (const uid of uids) {
    for (const path of [`/open-api/v1/members/${uid}`, `/open-api/v1/members/${uid}/points`]) {
      const { status } = await http.send({ method: 'GET', path })
      byStatus[status] = (byStatus[status] ?? 0) + 1
    }
  }
  return byStatus
}

async function fill(provider: Provider, place: Place) {
  const ledger = await smallLedger(provider, place)
  try {
    const uids = await ledger.open((ctx) => makeBuyers(ctx, MEMBERS))
    const http = new PartnerHttp('', await ledger.prepare())
    http.address = await ledger.serve()
    const given: Given = { acknowledged: new Map(), unknown: new Set() }
    const load = new SteadyLoad({ http, uids, given, name: 'full' })
    const { byCode } = load.refusals
    const msUntilFull = await until('full', FULL_MS_MAX, () => Object.keys(byCode).length > 0)
    await pause(FULL_FOR_MS)
    const reads = await lookUp(http, uids)
    const ready = (await fetch(`${http.address}/readyz`)).status
    const doneBefore = given.acknowledged.size
    await place.disk.free()
    const hasGoneOn = () => given.acknowledged.size > doneBefore
    const msUntilCommand = await until('a command', RECOVERY_MS_MAX, hasGoneOn)
    await load.end()
    http.close()
    const exitCodes = await ledger.end()
    await place.disk.grow()
    return {
      ...{ msUntilFull, doneBefore, reads, ready, msUntilCommand, exitCodes },
      ...{ acknowledged: given.acknowledged.size, unknown: given.unknown.size },
      ...(await checkGiven(ledger, given)),
      refusals: load.refusals,
    }
  } finally {
    await ledger.end('SIGKILL')
  }
}

/** One database on a disk of its own. */
async function onSmallDisk(provider: Provider, place: Omit<Place, 'disk'>) {
  const disk = await makeSmallDisk()
  try {
    return await fill(provider, { ...place, disk })
  } finally {
    if (provider === 'postgresql') await place.postgres.stop()
    await disk.remove()
  }
}

/**
 * Commands are given until the disk of the database is full, and on: each is refused clearly, members can still
 * be looked up, nothing is half-written, and when there is space again commands go through without a restart.
 */
export async function benchDiskFull(): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-disk-full-'))
  const postgres = await startTestPostgres({ isDurable: true })
  const place = { folder, postgres }
  try {
    return {
      sqlite: await onSmallDisk('sqlite', place),
      postgresql: await onSmallDisk('postgresql', place),
    }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
