import { addDays, businessDate } from '../../../server/contract/dates.ts'
import type { TestServer } from './server.ts'

const ENTRY = '019cff9f-5cc0-70c7-a64d-995a5599a5'
const AT_MS = Date.UTC(2026, 2, 18, 6, 26)

/** The business date so many days from now. */
export const dayAhead = (days: number): string => addDays(businessDate(new Date()), days)

/** Gives the first members points that end so many days from now, 100 more each: the server is away meanwhile. */
export async function giveEndingPoints(
  server: TestServer,
  given: readonly { readonly days: number; readonly members: number }[],
): Promise<void> {
  await server.stop()
  const gifts = given.flatMap(({ days, members }, i) =>
    Array.from({ length: members }, (_, n) => ({ days, n, id: `${ENTRY}${i}${n}` })),
  )
  const who = '(SELECT "id" FROM "Member" ORDER BY "id" LIMIT 1 OFFSET ?)'
  await server.write(
    gifts.flatMap(({ days, n, id }) => {
      const points = 100 * (n + 1)
      return [
        {
          sql: `INSERT INTO "PointAccount" ("id", "available", "held", "frozen", "pending", "debt", "entries", "updatedAt")
            SELECT "id", 0, 0, 0, 0, 0, 0, ? FROM "Member" WHERE "id" = ${who} ON CONFLICT DO NOTHING`,
          values: [AT_MS, n],
        },
        {
          sql: `UPDATE "PointAccount" SET "available" = "available" + ?, "entries" = "entries" + 1 WHERE "id" = ${who}`,
          values: [points, n],
        },
        {
          sql: `INSERT INTO "PointEntry" ("id", "memberId", "seq", "kind", "points", "pending", "balanceAfter",
              "pendingAfter", "forgone", "business", "businessId", "actorKind", "actorName", "occurredAt", "bookedAt",
              "businessDate", "explanation")
            SELECT ?, "id", "entries", 'earn', ?, 0, "available", 0, 0, 'manual', 'test', 'program', 'test', ?, ?,
              '2026-03-18', '{"kind":"byHand"}' FROM "PointAccount" WHERE "id" = ${who}`,
          values: [id, points, AT_MS, AT_MS, n],
        },
        {
          sql: `INSERT INTO "PointLot" ("id", "memberId", "entryId", "points", "free", "held", "frozen", "status", "earnedAt", "expiresOn")
            SELECT ?, "id", ?, ?, ?, 0, 0, 'open', ?, ? FROM "PointAccount" WHERE "id" = ${who}`,
          values: [id, id, points, points, AT_MS, dayAhead(days), n],
        },
      ]
    }),
  )
  await server.listen()
}
