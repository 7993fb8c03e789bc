/** Runs work, at once or when its turn has come. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** Runs work one after another, in the order in which it comes; work that fails holds up none behind it. */
export function oneAtATime(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}
