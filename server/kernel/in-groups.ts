interface Waiting<T, R> {
  readonly item: T
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

interface Groups<T, R> {
  /** Items of one group at most. */
  readonly max: number
  /** Works on a group; results stand in the order of the items. */
  readonly run: (items: readonly T[]) => Promise<readonly R[]>
}

/**
 * Lets items that come at the same time share one piece of work, such as a transaction and its commit. The
 * first one starts at once; those that come while it runs are the next group: the more there is to do, the larger
 * the groups and the less each item costs. An error of `run` is the error
 * of each item of its group.
 *
 * @returns what gives one item in and waits for its result
 */
export function inGroups<T, R>({ max, run }: Groups<T, R>): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = []
  let isRunning = false

  async function work(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await run(group.map(({ item }) => item))
      group.forEach(({ resolve, reject }, i) => {
        if (i < results.length) resolve(results[i] as R)
        else reject(new Error('a group has a result for each item'))
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
    } finally {
      isRunning = false
      next()
    }
  }

  function next(): void {
    if (isRunning || waiting.length === 0) return
    const group = waiting.slice(0, max)
    waiting = waiting.slice(max)
    isRunning = true
    void work(group)
  }

  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      // What comes in the same turn of the event loop goes together.
      if (waiting.length === 1) setImmediate(next)
    })
}
