/**
 * @typedef {{ name: string, ok: boolean, why: string, ms: number, output: string,
 *   passed?: number, failed?: number, skipped?: number }} Result counts only of steps with tests
 */

const inSeconds = (ms) => `${(ms / 1000).toFixed(1)} s`.padStart(8)

function countsOf({ passed, failed, skipped }) {
  if (passed === undefined) return ''
  return `  ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
}

/** One line a step: mark, name, time, counts, reason. */
export function summaryOf(results) {
  const width = Math.max(...results.map(({ name }) => name.length))
  return results
    .map((result) => {
      const mark = result.ok ? '✓' : '✗'
      const why = result.ok ? '' : `  ${result.why}`
      return `${mark} ${result.name.padEnd(width)} ${inSeconds(result.ms)}${countsOf(result)}${why}`
    })
    .join('\n')
}

/**
 * The last line of a run of the tests. A step that failed without a failed test (it crashed, or it
 * is a check) counts as one failed, so that "0 failed" is only said when all is well.
 *
 * @param {Result[]} results
 */
export function totalsOf(results) {
  const sum = (pick) => results.reduce((total, result) => total + (pick(result) ?? 0), 0)
  const failed = sum((result) => Math.max(result.failed ?? 0, result.ok ? 0 : 1))
  const skipped = sum((result) => result.skipped)
  return `${sum((result) => result.passed)} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
}
