import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { CHAIN_START, hasGenuineTag, isChained } from './audit-chain.rules.ts'
import type { AuditAnchor, ChainEnd } from './audit-anchor.ts'
import { readUnsealed } from './audit.sql.ts'
import type { AuditFault, AuditVerdict } from './audit.contract.ts'

const BATCH = 1000
const FAULTS_MAX = 100
const HEAD_ID = 1

/** What a long check is told by whoever started it, and says to him. */
export interface Watch {
  readonly signal?: AbortSignal
  report?(done: number, total?: number): void
}

interface Walk {
  expectedSeq: number
  /** Hash of the place before; undefined behind a gap, where it is not known. */
  hash: string | undefined
  readonly faults: AuditFault[]
}

function note(walk: Walk, fault: AuditFault): void {
  if (walk.faults.length < FAULTS_MAX) walk.faults.push(fault)
}

type Entry = Awaited<ReturnType<Ctx['db']['auditEntry']['findMany']>>[number]
type Seal = Awaited<ReturnType<Ctx['db']['auditSeal']['findMany']>>[number]

/** Places that are gone from the chain itself. A gap of any length is looked at once. */
function skipGap(walk: Walk, seq: number): void {
  for (let gone = walk.expectedSeq; gone < seq && walk.faults.length < FAULTS_MAX; gone += 1) {
    note(walk, { kind: 'missing', seq: gone, id: null })
  }
  if (walk.expectedSeq < seq) walk.hash = undefined
  walk.expectedSeq = seq
}

/** Looks at one place of the chain. After a fault the walk goes on from what the place itself states. */
function checkPlace(ctx: Ctx, walk: Walk, seal: Seal, entry: Entry | undefined): void {
  const { seq, entryId: id, hash } = seal
  skipGap(walk, seq)
  if (!entry) note(walk, { kind: 'missing', seq, id })
  else {
    const isGenuine = hasGenuineTag(ctx.keys, entry)
    const previous = walk.hash
    const follows =
      previous === undefined || isChained(ctx.keys, { previous, seq, id, tag: entry.tag }, hash)
    if (!isGenuine) note(walk, { kind: 'changed', seq, id })
    else if (!follows) note(walk, { kind: 'moved', seq, id })
  }
  walk.hash = hash
  walk.expectedSeq = seq + 1
}

/** Walks the chain in order. @returns how many of its entries are there */
async function walkChain(ctx: Ctx, walk: Walk, promised: readonly ChainEnd[], watch: Watch) {
  let entries = 0
  for (let last = 0; ;) {
    watch.signal?.throwIfAborted()
    const seals = await ctx.db.auditSeal.findMany({
      where: { seq: { gt: last } },
      orderBy: { seq: 'asc' },
      take: BATCH,
    })
    const ids = seals.map(({ entryId }) => entryId)
    const found = await ctx.db.auditEntry.findMany({ where: { id: { in: ids } } })
    const byId = new Map(found.map((entry) => [entry.id, entry]))
    for (const seal of seals) {
      checkPlace(ctx, walk, seal, byId.get(seal.entryId))
      const isPromised = promised.every((end) => end.seq !== seal.seq || end.hash === seal.hash)
      if (!isPromised) note(walk, { kind: 'moved', seq: seal.seq, id: seal.entryId })
    }
    entries += found.length
    watch.report?.(entries)
    last = seals.at(-1)?.seq ?? last
    if (seals.length < BATCH) return entries
  }
}

/** Rows that wait for the sealer carry a tag too: one that does not hold was put in by other means. */
async function checkUnsealed(ctx: Ctx, walk: Walk, watch: Watch): Promise<number> {
  let entries = 0
  for (let from = ''; ;) {
    watch.signal?.throwIfAborted()
    const waiting = await readUnsealed(ctx, { from, take: BATCH })
    const ids = waiting.map(({ id }) => id)
    for (const row of await ctx.db.auditEntry.findMany({ where: { id: { in: ids } } })) {
      if (!hasGenuineTag(ctx.keys, row)) note(walk, { kind: 'forged', seq: null, id: row.id })
    }
    entries += ids.length
    // The smallest text that comes after the last id.
    from = `${ids.at(-1) ?? ''}\u0001`
    if (ids.length < BATCH) return entries
  }
}

const headOf = z.object({ seq: z.int(), hash: z.string(), sealedAt: z.date() }).nullable()
const readHead = async (ctx: Ctx) =>
  headOf.parse(await ctx.db.auditHead.findUnique({ where: { id: HEAD_ID } }))

/**
 * Walks the whole log: every row's tag, every place of the chain, its end in the database and outside.
 * Locates rows that were changed, removed, put in or moved, and notices a tail that was cut. Rows that
 * are sealed while it runs are looked at too.
 */
export async function verifyAudit(
  ctx: Ctx,
  anchor: AuditAnchor,
  watch: Watch = {},
): Promise<AuditVerdict> {
  // Read first: what is sealed while this runs is beyond them, and no fault.
  const [anchored, head] = [await anchor.read(), await readHead(ctx)]
  watch.report?.(0, await ctx.db.auditEntry.count())
  const walk: Walk = { expectedSeq: 1, hash: CHAIN_START, faults: [] }
  const promised = [anchored, head].flatMap((end) => end ?? [])
  const sealed = await walkChain(ctx, walk, promised, watch)
  const sealedTo = walk.expectedSeq - 1
  const headNow = await readHead(ctx)
  const isCut = promised.some(({ seq }) => seq > sealedTo)
  if (isCut) note(walk, { kind: 'tailCut', seq: sealedTo + 1, id: null })
  else if ((headNow?.seq ?? 0) < sealedTo) {
    note(walk, { kind: 'headChanged', seq: sealedTo, id: null })
  }
  if (sealedTo > 0 && !anchored) note(walk, { kind: 'anchorMissing', seq: null, id: null })
  const entries = sealed + (await checkUnsealed(ctx, walk, watch))
  watch.report?.(entries, entries)
  return { entries, sealedTo, sealedAt: headNow?.sealedAt.getTime() ?? null, faults: walk.faults }
}
