import type { APIRequestContext } from '@playwright/test'
import { runJob } from './jobs.ts'
import type { TestServer } from './server.ts'

const ENTRY = '019cff9f-5cc0-70c7-a64d-995a5599a4b3'
const AT_MS = Date.UTC(2026, 2, 18, 6, 26)

/** Proves the books of a server. */
export const proveBooks = (server: TestServer, request: APIRequestContext): Promise<void> =>
  runJob(server, request, 'points.startProof')

/** Changes books behind the ledger's back: the server is away meanwhile. */
export async function damageBooks(server: TestServer): Promise<void> {
  await server.stop()
  await server.write([
    {
      sql: `UPDATE "MemberTotals" SET "orderCount" = 7, "spendFen" = 123450
        WHERE "id" = (SELECT min("id") FROM "Member")`,
      values: [],
    },
    {
      sql: `INSERT OR REPLACE INTO "PointAccount" ("id", "available", "held", "frozen", "pending", "debt", "entries", "updatedAt")
        SELECT max("id"), 120, 0, 0, 0, 0, 1, ? FROM "Member"`,
      values: [AT_MS],
    },
    {
      sql: `INSERT INTO "PointEntry" ("id", "memberId", "seq", "kind", "points", "pending", "balanceAfter",
          "pendingAfter", "forgone", "business", "businessId", "actorKind", "actorName", "occurredAt", "bookedAt",
          "businessDate", "explanation")
        SELECT ?, max("id"), 1, 'earn', 100, 0, 100, 0, 0, 'order', '1', 'program', 'test', ?, ?, '2026-03-18', '{}'
        FROM "Member"`,
      values: [ENTRY, AT_MS, AT_MS],
    },
    {
      sql: `INSERT INTO "PointLot" ("id", "memberId", "entryId", "points", "free", "held", "frozen", "status", "earnedAt")
        SELECT '019cff9f-5cc0-70c7-a64d-995a5599a4b4', max("id"), ?, 100, 120, 0, 0, 'open', ? FROM "Member"`,
      values: [ENTRY, AT_MS],
    },
  ])
  await server.listen()
}
