import type { ErrorCode } from '../../contract/errors.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import { isPlainText } from '../../contract/text.ts'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertIgnore } from '../../db/insert-ignore.ts'
import { inTransaction } from '../../db/transaction.ts'
import { randomMemberNo, uuidv7 } from '../../kernel/ids.ts'
import { invariant } from '../../kernel/invariant.ts'
import { mobileColumns } from './members.privacy.ts'
import { nicknameKey } from './members.rules.ts'

const BATCH_ROWS = 500
const EXTERNAL_ID_MAX = 64
const NICKNAME_MAX = 64
/** Refusals kept for the report; the others are counted. */
const REFUSALS_MAX = 100
/** A clash of random member numbers is rare; five in a row do not happen. */
const ROUNDS_MAX = 5

/** A line of a member file as read: line number from 1, values as text. */
export interface MemberFileRow {
  readonly line: number
  readonly externalId: string
  readonly mobile: string
  readonly nickname: string
}

export interface RowRefusal {
  readonly line: number
  readonly code: ErrorCode
}

export interface ImportResult {
  rows: number
  created: number
  unchanged: number
  refused: number
  /** The first hundred. */
  refusals: RowRefusal[]
}

interface Candidate {
  readonly line: number
  readonly externalId: string
  readonly mobile: string | null
  /** What the mobile may stand under, also while the data key is being changed. */
  readonly mobileIndexes: readonly string[]
  readonly nickname: string
}

type Outcome = 'created' | 'unchanged' | ErrorCode

function readRow(ctx: Ctx, row: MemberFileRow): Candidate | ErrorCode {
  const externalId = row.externalId.trim()
  const nickname = row.nickname.trim()
  const mobile = normaliseMobile(row.mobile)
  if (!isPlainText(externalId + nickname)) return 'INVALID_INPUT'
  if (externalId === '' || externalId.length > EXTERNAL_ID_MAX) return 'INVALID_INPUT'
  if (nickname.length > NICKNAME_MAX) return 'INVALID_INPUT'
  if (mobile !== '' && !isMobile(mobile)) return 'MOBILE_INVALID'
  const mobileIndexes = mobile === '' ? [] : ctx.keys.blindIndexes('member.mobile', mobile)
  return { line: row.line, externalId, mobile: mobile || null, mobileIndexes, nickname }
}

function toInsert(ctx: Ctx, candidate: Candidate) {
  const uid = uuidv7(ctx.clock)
  const now = ctx.clock.now()
  const { externalId, nickname, mobile } = candidate
  return {
    uid,
    memberNo: randomMemberNo(),
    externalId,
    nickname,
    nicknameKey: nicknameKey(nickname),
    ...mobileColumns(ctx.keys, uid, mobile),
    status: 'active',
    gender: 'unknown',
    remark: '',
    registerChannel: 'import',
    registeredAt: now,
    orderCount: 0,
    spendFen: 0,
    lastOrderDate: '',
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
}

/** Members that the candidates could be, found by external id or mobile. */
async function loadExisting(ctx: Ctx<Tx>, candidates: readonly Candidate[]) {
  const mobileIndexes = candidates.flatMap((candidate) => candidate.mobileIndexes)
  const rows = await ctx.db.member.findMany({
    where: {
      OR: [
        { externalId: { in: candidates.map(({ externalId }) => externalId) } },
        { mobileIndex: { in: mobileIndexes } },
      ],
    },
    select: { externalId: true, mobileIndex: true, nickname: true },
  })
  return {
    byExternalId: new Map(rows.map((row) => [row.externalId, row])),
    mobileIndexes: new Set(rows.map((row) => row.mobileIndex)),
  }
}

type Existing = Awaited<ReturnType<typeof loadExisting>>

/** What an existing member says about a row; undefined when the row is new. An empty cell says nothing. */
function compare(candidate: Candidate, existing: Existing): Outcome | undefined {
  const { externalId, mobileIndexes, nickname } = candidate
  const known = existing.byExternalId.get(externalId)
  if (known) {
    const isSame =
      (mobileIndexes.length === 0 || mobileIndexes.includes(known.mobileIndex ?? '')) &&
      (nickname === '' || nickname === known.nickname)
    return isSame ? 'unchanged' : 'MEMBER_DIFFERS'
  }
  return mobileIndexes.some((index) => existing.mobileIndexes.has(index))
    ? 'MOBILE_TAKEN'
    : undefined
}

/**
 * Settles one batch in rounds: rows that exist are compared, the others inserted; what another row or
 * another process claimed meanwhile is looked at again in the next round.
 */
async function settleBatch(
  ctx: Ctx<Tx>,
  batch: readonly Candidate[],
): Promise<Map<Candidate, Outcome>> {
  const outcomes = new Map<Candidate, Outcome>()
  let open = batch
  for (let round = 0; open.length > 0; round += 1) {
    invariant(round < ROUNDS_MAX, 'rows of an import keep clashing')
    const existing = await loadExisting(ctx, open)
    const fresh = open.filter((candidate) => {
      const outcome = compare(candidate, existing)
      if (outcome) outcomes.set(candidate, outcome)
      return !outcome
    })
    const inserts = fresh.map((candidate) => ({ candidate, row: toInsert(ctx, candidate) }))
    const rows = inserts.map(({ row }) => row)
    const inserted = await insertIgnore(ctx, { table: 'Member', rows, key: 'uid' })
    for (const { candidate, row } of inserts) {
      if (inserted.has(row.uid)) outcomes.set(candidate, 'created')
    }
    open = fresh.filter((candidate) => !outcomes.has(candidate))
  }
  return outcomes
}

function count(result: ImportResult, line: number, outcome: Outcome): void {
  result.rows += 1
  if (outcome === 'created') result.created += 1
  else if (outcome === 'unchanged') result.unchanged += 1
  else {
    result.refused += 1
    result.refusals.push({ line, code: outcome })
  }
}

async function importBatch(
  ctx: Ctx,
  rows: readonly MemberFileRow[],
  result: ImportResult,
): Promise<void> {
  const candidates: Candidate[] = []
  for (const row of rows) {
    const read = readRow(ctx, row)
    if (typeof read === 'string') count(result, row.line, read)
    else candidates.push(read)
  }
  const outcomes = await inTransaction(ctx, (ctx) => settleBatch(ctx, candidates))
  for (const [{ line }, outcome] of outcomes) count(result, line, outcome)
  // Refused for their form or by the database: told in the order of the file.
  result.refusals.sort((a, b) => a.line - b.line)
  result.refusals.splice(REFUSALS_MAX)
}

/**
 * Imports members batch by batch, each batch in one transaction: stopped at any point and repeated, it
 * ends the same. A row whose external id exists changes nothing; other values in it are refused, and so
 * is a mobile that belongs to another member.
 */
export async function importMembers(
  ctx: Ctx,
  rows: AsyncIterable<MemberFileRow>,
): Promise<ImportResult> {
  const result: ImportResult = { rows: 0, created: 0, unchanged: 0, refused: 0, refusals: [] }
  let batch: MemberFileRow[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < BATCH_ROWS) continue
    await importBatch(ctx, batch, result)
    batch = []
  }
  await importBatch(ctx, batch, result)
  return result
}
