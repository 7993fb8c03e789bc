/**
 * Splits a whole number over weights by largest remainder: each part is its exact share rounded down, and
 * what is left goes to the largest remainders, the first of equals first. The parts add up to the whole.
 * Where all weights are 0 each counts the same.
 *
 * @param total whole, not below 0
 * @param weights whole, not below 0
 */
export function splitByWeight(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, one) => all + BigInt(one), 0n)
  if (sum === 0n)
    return weights.length === 0
      ? []
      : splitByWeight(
          total,
          weights.map(() => 1),
        )
  const shares = weights.map((weight, i) => {
    const exact = BigInt(total) * BigInt(weight)
    return { i, part: Number(exact / sum), remainder: exact % sum }
  })
  let left = total - shares.reduce((all, { part }) => all + part, 0)
  const parts = shares.map(({ part }) => part)
  const byRemainder = [...shares].sort((a, b) =>
    a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1,
  )
  for (const { i } of byRemainder) {
    if (left === 0) break
    parts[i] = (parts[i] ?? 0) + 1
    left -= 1
  }
  return parts
}
