import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/test-context.ts'
import { showProgress } from './import-progress.ts'

function watch(isTTY: boolean) {
  const written: string[] = []
  const clock = fakeClock()
  const progress = showProgress({ isTTY, write: (text) => written.push(text) }, clock)
  return { progress, clock, written }
}

describe('the progress of an import', () => {
  it('is one line of a terminal, which is gone in the end', () => {
    const { progress, written } = watch(true)
    progress.rows(2_000, 3)
    progress.rows(4_000, undefined)
    progress.note('stopping')
    progress.end()
    expect(written.join('')).toBe(
      '\r2,000 rows done, 3 %\u001B[K\r4,000 rows done\u001B[K\r\u001B[Kstopping\n',
    )
    progress.rows(6_000, 9)
    progress.end()
    expect(written.at(-1)).toBe('\r\u001B[K')
  })

  it('is a line every five seconds where there is no terminal, and none of a short import', () => {
    const { progress, clock, written } = watch(false)
    for (let batch = 1; batch <= 12; batch += 1) {
      progress.rows(batch * 2_000, batch)
      clock.advance(1_000)
    }
    progress.end()
    expect(written).toEqual(['12,000 rows done, 6 %\n', '22,000 rows done, 11 %\n'])
  })
})
