import { describe, expect, it } from 'vitest'
import type { PrismaClient } from '../generated/client.ts'
import { useSubject, type OpenSubject } from './subject.ts'

/** Far from what is usual (thousands, a few ms): the machine may be busy with other tests. */
const LOOK_UPS_MIN = 50
const LOOK_UP_MS_P95 = 250
const CALIBRATION_ROWS = 1_000_000

/** A report that keeps its connection busy for `rows` steps. */
async function report(client: PrismaClient, rows: number): Promise<number> {
  const started = performance.now()
  await client.$queryRawUnsafe(
    `WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < ${rows})
     SELECT sum(n * 7 % 11) AS total FROM counter`,
  )
  return performance.now() - started
}

/** As many rows as make a report of about that long on this machine, at this moment. */
async function rowsOfReport(client: PrismaClient, wantedMs: number): Promise<number> {
  const ms = await report(client, CALIBRATION_ROWS)
  return Math.ceil((CALIBRATION_ROWS * wantedMs) / ms)
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.floor(sorted.length * share)] ?? Number.POSITIVE_INFINITY

export function describeLoad(open: OpenSubject): void {
  describe('under load', { tags: 'long' }, () => {
    const place = useSubject(open)
    const client = () => place().subject.client

    it('answers look-ups while a long report runs', async () => {
      await client().account.create({ data: { name: 'looked up', balance: 1 } })
      const rows = await rowsOfReport(client(), 1_600)
      let isRunning = true
      const running = report(client(), rows).finally(() => {
        isRunning = false
      })
      const times: number[] = []
      while (isRunning) {
        const started = performance.now()
        await client().account.findUniqueOrThrow({ where: { name: 'looked up' } })
        times.push(performance.now() - started)
      }
      const reportMs = await running
      times.sort((a, b) => a - b)
      expect(reportMs).toBeGreaterThan(700)
      expect(times.length).toBeGreaterThan(LOOK_UPS_MIN)
      expect(percentile(times, 0.95)).toBeLessThan(LOOK_UP_MS_P95)
    })

    it('writes while several long reports run', async () => {
      const rows = await rowsOfReport(client(), 400)
      let left = 5
      const reports = Array.from({ length: left }, () =>
        report(client(), rows).finally(() => {
          left -= 1
        }),
      )
      await client().$transaction((tx) => tx.account.create({ data: { name: 'sold', balance: 1 } }))
      expect(left).toBeGreaterThan(0)
      await Promise.all(reports)
    })
  })
}
