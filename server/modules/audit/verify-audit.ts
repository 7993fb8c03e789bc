import type { Ctx } from '../../db/context.ts'
import { CHAIN_START, chainHash, tagOf } from './audit-chain.rules.ts'
import type { AuditAnchor, ChainEnd } from './audit-anchor.ts'
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

type Sealed = Awaited<ReturnType<typeof readSealed>>[number]

const readSealed = (ctx: Ctx, after: number) =>
  ctx.db.auditEntry.findMany({
    where: { seq: { gt: after } },
    orderBy: { seq: 'asc' },
    take: BATCH,
  })

/** Looks at one sealed row. After a fault the walk goes on from what the row itself states. */
function checkRow(ctx: Ctx, walk: Walk, row: Sealed, seq: number): void {
  const { id, tag, hash } = row
  for (; walk.expectedSeq < seq; walk.expectedSeq += 1) {
    note(walk, { kind: 'missing', seq: walk.expectedSeq, id: null })
    walk.hash = undefined
    if (walk.faults.length >= FAULTS_MAX) walk.expectedSeq = seq - 1
  }
  const isGenuine = tagOf(ctx.keys, row) === tag
  if (!isGenuine) note(walk, { kind: 'changed', seq, id })
  const previous = walk.hash
  // Behind a gap there is nothing to compute from: the row's own hash begins the chain anew.
  const follows = previous === undefined || chainHash(ctx.keys, { previous, seq, id, tag }) === hash
  if (isGenuine && !follows) note(walk, { kind: 'moved', seq, id })
  walk.hash = hash ?? undefined
  walk.expectedSeq = seq + 1
}

/** Walks the sealed rows in order. @returns how many there are */
async function walkChain(ctx: Ctx, walk: Walk, promised: readonly ChainEnd[], watch: Watch) {
  let entries = 0
  for (let last = 0; ;) {
    watch.signal?.throwIfAborted()
    const rows = await readSealed(ctx, last)
    for (const row of rows) {
      last = row.seq ?? last
      checkRow(ctx, walk, row, last)
      const isPromised = promised.every((end) => end.seq !== last || end.hash === row.hash)
      if (!isPromised) note(walk, { kind: 'moved', seq: last, id: row.id })
    }
    entries += rows.length
    watch.report?.(entries)
    if (rows.length < BATCH) return entries
  }
}

/** Rows that wait for the sealer carry a tag too: one that does not hold was put in by other means. */
async function checkUnsealed(ctx: Ctx, walk: Walk, watch: Watch): Promise<number> {
  let entries = 0
  for (let last = ''; ;) {
    watch.signal?.throwIfAborted()
    const rows = await ctx.db.auditEntry.findMany({
      where: { seq: null, id: { gt: last } },
      orderBy: { id: 'asc' },
      take: BATCH,
    })
    for (const row of rows) {
      if (tagOf(ctx.keys, row) !== row.tag) note(walk, { kind: 'forged', seq: null, id: row.id })
    }
    entries += rows.length
    last = rows.at(-1)?.id ?? last
    if (rows.length < BATCH) return entries
  }
}

const readHead = (ctx: Ctx): Promise<(ChainEnd & { sealedAt: Date }) | null> =>
  ctx.db.auditHead.findUnique({ where: { id: HEAD_ID } })

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
  else if ((headNow?.seq ?? 0) < sealedTo)
    note(walk, { kind: 'headChanged', seq: sealedTo, id: null })
  if (sealedTo > 0 && !anchored) note(walk, { kind: 'anchorMissing', seq: null, id: null })
  const unsealed = await checkUnsealed(ctx, walk, watch)
  return {
    entries: sealed + unsealed,
    sealedTo,
    sealedAt: headNow?.sealedAt.getTime() ?? null,
    faults: walk.faults,
  }
}
