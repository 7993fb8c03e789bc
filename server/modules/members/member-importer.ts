import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { identifier, instantColumn, joinSql, queryRows, sql } from '../../db/sql.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { randomMemberNo } from '../../kernel/ids.ts'
import { lastDay, refuse } from '../imports/cells.ts'
import type {
  Claim,
  Importer,
  ImportReader,
  ImportRecord,
  MappedRow,
  Outcome,
} from '../imports/importer.ts'
import { openStoresByName } from '../stores/stores.service.ts'
import { insertMembers, prepareMember, type MemberRow } from './insert-members.ts'
import { readMember, type Surroundings } from './read-member-row.ts'

interface MemberRecord extends ImportRecord {
  readonly columns: MemberRow
  /** Columns that the row says something about: an empty cell says nothing. */
  readonly said: readonly (keyof MemberRow)[]
}

/** The column that each field fills. */
const FILLS = Object.entries({
  externalId: 'externalId',
  mobile: 'mobileIndex',
  cardNo: 'cardNo',
  nickname: 'nickname',
  realName: 'realNameIndex',
  email: 'emailIndex',
  gender: 'gender',
  birthday: 'birthday',
  region: 'regionCode',
  registeredAt: 'registeredAt',
  homeStore: 'homeStoreId',
  registerStore: 'registerStoreId',
  registerChannel: 'registerChannel',
  status: 'status',
  avatar: 'avatarUrl',
  remark: 'remark',
} as const)

/** No cell holds it: cells are plain text. */
const SEPARATOR = '\u0000'

/** Which columns of the table a row says something about. */
const saidBy = (row: MappedRow): (keyof MemberRow)[] =>
  FILLS.flatMap(([field, column]) => (row.cell(field) === '' ? [] : [column]))

const plain = (value: string | number | Date | null): string | number | null =>
  value instanceof Date ? value.getTime() : value

function claimsOf(columns: MemberRow): Claim[] {
  const claims: readonly [string | null, Claim['code'], string][] = [
    [columns.mobileIndex, 'MOBILE_TAKEN', 'mobile'],
    [columns.cardNo, 'CARD_TAKEN', 'cardNo'],
    [columns.emailIndex, 'EMAIL_TAKEN', 'email'],
  ]
  return claims.flatMap(([value, code, field]) => (value === null ? [] : { field, value, code }))
}

/** The first of a member's numbers, told apart from the other kinds: a card may look like an external one. */
function identityOf({ externalId, mobileIndex, cardNo }: MemberRow): string {
  if (externalId !== null) return `external ${externalId}`
  return mobileIndex === null ? `card ${cardNo ?? ''}` : `mobile ${mobileIndex}`
}

function toRecord(around: Surroundings, row: MappedRow): MemberRecord {
  const columns = prepareMember(around.ctx, readMember(around, row), around.now)
  const said = saidBy(row)
  return {
    columns,
    said,
    identity: identityOf(columns),
    says: said.map((name) => `${name}=${plain(columns[name])}`).join(SEPARATOR),
    claims: claimsOf(columns),
    totals: { records: 1, quantity: 0, amountFen: 0 },
  }
}

const UNIQUE = ['externalId', 'mobileIndex', 'cardNo', 'emailIndex'] as const

const existingRow = z.object({
  externalId: z.string().nullable(),
  mobileIndex: z.string().nullable(),
  cardNo: z.string().nullable(),
  emailIndex: z.string().nullable(),
  nickname: z.string(),
  realNameIndex: z.string().nullable(),
  gender: z.string(),
  birthday: z.string().nullable(),
  regionCode: z.string().nullable(),
  registeredAt: instantColumn,
  homeStoreId: z.int().nullable(),
  registerStoreId: z.int().nullable(),
  registerChannel: z.string(),
  status: z.string(),
  avatarUrl: z.string().nullable(),
  remark: z.string(),
})
const EXISTING = joinSql(Object.keys(existingRow.shape).map((name) => sql`m.${identifier(name)}`))

type Unique = (typeof UNIQUE)[number]
type ExistingRow = z.infer<typeof existingRow>

/**
 * Members that the records could be, found by what has to be unique. The number that a row is known by is
 * asked for last: a member who is committed in between is then known, and not taken for somebody else who
 * has the mobile.
 */
async function loadExisting(ctx: Ctx, records: readonly MemberRecord[]) {
  const found = new Map<Unique, ReadonlyMap<string | null, ExistingRow>>()
  for (const name of [...UNIQUE].reverse()) {
    const values = records.flatMap(({ columns }) => {
      const value = columns[name]
      return value === null ? [] : { value }
    })
    const rows =
      values.length === 0
        ? []
        : await queryRows(
            ctx,
            sql`SELECT ${EXISTING} FROM ${rowSet(ctx, { value: 'text' }, values)} AS r
              JOIN "Member" m ON m.${identifier(name)} = r."value"`,
            existingRow,
          )
    found.set(name, new Map(rows.map((row) => [row[name], row])))
  }
  const by = (name: Unique) => found.get(name)
  return {
    externalId: by('externalId'),
    mobileIndex: by('mobileIndex'),
    cardNo: by('cardNo'),
    emailIndex: by('emailIndex'),
  }
}

type Existing = Awaited<ReturnType<typeof loadExisting>>

/** What the members that are there say of a record; undefined when it is new. */
function compare({ columns, said }: MemberRecord, existing: Existing): Outcome | undefined {
  const { externalId, mobileIndex, cardNo, emailIndex } = columns
  // By the first of its numbers a row is known; the others must be its own or free.
  const known =
    externalId === null
      ? mobileIndex === null
        ? existing.cardNo?.get(cardNo ?? '')
        : existing.mobileIndex?.get(mobileIndex)
      : existing.externalId?.get(externalId)
  if (known) {
    const stored: Readonly<Record<string, string | number | Date | null>> = known
    const isSame = said.every((name) => plain(stored[name] ?? null) === plain(columns[name]))
    return isSame ? 'unchanged' : { code: 'MEMBER_DIFFERS' }
  }
  if (mobileIndex !== null && existing.mobileIndex?.has(mobileIndex)) {
    return { code: 'MOBILE_TAKEN', field: 'mobile' }
  }
  if (cardNo !== null && existing.cardNo?.has(cardNo))
    return { code: 'CARD_TAKEN', field: 'cardNo' }
  if (emailIndex !== null && existing.emailIndex?.has(emailIndex)) {
    return { code: 'EMAIL_TAKEN', field: 'email' }
  }
  return undefined
}

async function store(ctx: Ctx<Tx>, records: readonly MemberRecord[]) {
  const ids = await insertMembers(
    ctx,
    records.map(({ columns }) => columns),
  )
  return records.map(({ columns }) => {
    if (ids.has(columns.uid)) return 'created' as const
    // Unless somebody has been faster it is the number that was taken: it comes round with another one.
    columns.memberNo = randomMemberNo()
    return undefined
  })
}

/**
 * Members from a file. A row is known by its external number, else its mobile, else its card; one that is
 * there already changes nothing, and other values in it are refused, not written over.
 */
export const memberImporter: Importer<MemberRecord> = {
  kind: 'members',
  async begin(ctx, { jobId }): Promise<ImportReader<MemberRecord>> {
    const now = ctx.clock.now()
    const around = {
      ctx,
      jobId,
      stores: await openStoresByName(ctx),
      now,
      lastDay: lastDay(businessDateOf(ctx.zone, now)),
    }
    return {
      isGrouped: () => false,
      groupKey: () => undefined,
      read: ([row]) => toRecord(around, row ?? refuse('CONTACT_MISSING')),
      async compare(ctx, records) {
        const existing = await loadExisting(ctx, records)
        return records.map((record) => compare(record, existing))
      },
      store,
    }
  },
}
