/** Milliseconds of many runs as figures: the middle, the slow end, the slowest. */
export interface Timing {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

const round = (ms: number): number => Math.round(ms * 100) / 100

/** Runs before those that count, as a share of them: the first ones compile and fill caches. */
export const WARM_UP = 0.2

/** The figures of times in ms. */
export function percentiles(ms: readonly number[]): Timing {
  const times = [...ms].sort((a, b) => a - b)
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { p50: round(at(0.5)), p95: round(at(0.95)), max: round(times.at(-1) ?? 0) }
}

/** Runs work one after another, some to warm up, and says how long it took. */
export async function timing(runs: number, work: (n: number) => Promise<unknown>): Promise<Timing> {
  const times: number[] = []
  for (let n = 0; n < runs * WARM_UP; n += 1) await work(n)
  for (let n = 0; n < runs; n += 1) {
    const startedAtMs = performance.now()
    await work(n)
    times.push(performance.now() - startedAtMs)
  }
  return percentiles(times)
}
