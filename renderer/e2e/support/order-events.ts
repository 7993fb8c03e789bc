import type { TestServer } from './server.ts'

const HOUR_MS = 3_600_000
const NO_POINTS = {
  ...{ awarded: 0, used: 0, uncovered: 0, confirmed: 0, takenBack: 0, forgone: 0, givenBack: 0 },
}

const EVENTS = [
  {
    ...{ orderNo: 'M2026-1001', kind: 'refunded', status: 'parked', hoursAgo: 76, shortPoints: 0 },
    result: null,
  },
  {
    ...{ orderNo: 'M2026-1002', kind: 'refunded', status: 'refused', hoursAgo: 30, shortPoints: 0 },
    result: { code: 'REFUND_TOO_LARGE', params: { lineNo: 1, leftFen: 1_000, leftQuantity: 1 } },
  },
  {
    ...{ orderNo: 'M2026-1003', kind: 'refunded', status: 'applied', hoursAgo: 5 },
    shortPoints: 80,
    result: {
      ...{ status: 'applied', source: 'mall', orderNo: 'M2026-1003', orderStatus: 'refunded' },
      ...{ refundedFen: 1_000, points: { ...NO_POINTS, takenBack: 100, forgone: 80 } },
      ...{ expiresOn: null, notAwarded: null, balance: null },
    },
  },
] as const

/** A refund without its payment, one that was refused and one short of points: the server is away meanwhile. */
export async function writeOpenEvents(server: TestServer): Promise<void> {
  await server.stop()
  await server.write(
    EVENTS.flatMap(({ orderNo, kind, status, hoursAgo, shortPoints, result }, i) => {
      const atMs = Date.now() - hoursAgo * HOUR_MS
      const occurredAt = new Date(atMs).toISOString()
      const payload = { kind, orderNo, occurredAt, refundNo: 'R1' }
      const texts = [
        JSON.stringify(payload),
        status,
        result === null ? null : JSON.stringify(result),
      ]
      return [
        {
          sql: `INSERT INTO "OrderEvent" ("id", "source", "orderNo", "kind", "refundNo", "caller", "key", "body",
              "payload", "status", "result", "shortPoints", "occurredAt", "receivedAt", "appliedAt")
            VALUES (?, 'mall', ?, ?, 'R1', 'key:1', ?, '', ?, ?, ?, ?, ?, ?, ?)`,
          values: [
            ...[`019cff9f-5cc0-70c7-a64d-995a5599b50${i}`, orderNo, kind, orderNo, ...texts],
            ...[shortPoints, atMs, atMs, status === 'parked' ? null : atMs],
          ],
        },
        {
          sql: `INSERT INTO "OrderPoints" ("source", "orderNo", "memberId", "awarded", "takenBack", "used", "uncovered",
              "givenBack", "lines", "updatedAt")
            SELECT 'mall', ?, CASE WHEN ? = 'parked' THEN NULL ELSE max("id") END, 0, 0, 0, 0, 0, '[]', ? FROM "Member"`,
          values: [orderNo, status, atMs],
        },
      ]
    }),
  )
  await server.listen()
}
