import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { joinSql, plannedAnew, queryRows, sql, type Sql } from '../../db/sql.ts'
import { proofCheck, type ProofCheck, type ProofFinding } from './ledger-proof.contract.ts'

/** Members whose ids are above the one and not above the other. */
export interface MemberRange {
  readonly after: number
  readonly to: number
}

/** The condition "of these members". */
export const isIn = ({ after, to }: MemberRange, column: Sql): Sql =>
  sql`${column} > ${after} AND ${column} <= ${to}`

/** Two figures that have to be equal, both columns of one of the tables that a statement begins with. */
export interface Comparison {
  readonly check: ProofCheck
  readonly from: Sql
  /** What of the member it is about. */
  readonly record?: Sql
  readonly expected: Sql
  readonly actual: Sql
  /** When it is off: where the figures differ, unless told otherwise. */
  readonly when?: Sql
}

const row = z.object({
  check: proofCheck,
  memberId: z.int(),
  recordId: z.string().nullable(),
  expected: z.string(),
  actual: z.string(),
})

const select = ({ check, from, record, expected, actual, when }: Comparison): Sql =>
  sql`SELECT CAST(${check} AS TEXT) AS "check", "memberId", CAST(${record ?? sql`NULL`} AS TEXT) AS "recordId",
    CAST(${expected} AS TEXT) AS "expected", CAST(${actual} AS TEXT) AS "actual"
    FROM ${from} WHERE ${when ?? sql`${expected} <> ${actual}`}`

/**
 * Compares figures in one statement. One statement sees one moment, and whoever books writes everything in one
 * transaction: so what it finds is off was so at that moment, however much is being booked.
 */
export const findDifferences = (
  ctx: Ctx,
  tables: readonly Sql[],
  comparisons: readonly Comparison[],
): Promise<ProofFinding[]> =>
  queryRows(
    ctx,
    plannedAnew(sql`WITH ${joinSql(tables)} ${joinSql(comparisons.map(select), sql` UNION ALL `)}`),
    row,
  )
