import { expect, it } from 'vitest'
import { inGroups } from './in-groups.ts'

/** Groups that end when the test says so. */
function underHand(max: number) {
  const runs: { items: readonly number[]; end: () => void; fail: (error: Error) => void }[] = []
  const give = inGroups<number, number>({
    max,
    run: (items) =>
      new Promise((resolve, reject) => {
        runs.push({ items, end: () => resolve(items.map((n) => n * 10)), fail: reject })
      }),
  })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return { runs, give, turn }
}

it('what comes while a group runs is the next group, and nobody waits for more', async () => {
  const { runs, give, turn } = underHand(3)
  const first = give(1)
  await turn()
  const others = [2, 3, 4, 5].map(give)
  await turn()
  expect(runs.map(({ items }) => items)).toEqual([[1]])
  runs[0]?.end()
  expect(await first).toBe(10)
  await turn()
  expect(runs[1]?.items).toEqual([2, 3, 4])
  runs[1]?.end()
  await turn()
  runs[2]?.end()
  expect(await Promise.all(others)).toEqual([20, 30, 40, 50])
})

it('what fails is the failure of its group alone', async () => {
  const { runs, give, turn } = underHand(1)
  const [bad, good] = [give(1), give(2)]
  await turn()
  const refused = expect(bad).rejects.toThrow('lost')
  runs[0]?.fail(new Error('lost'))
  await refused
  await turn()
  runs[1]?.end()
  expect(await good).toBe(20)
})
