/** Things handed out one at a time, first come first served. */
export class Lease<T> {
  readonly #idle: T[]
  readonly #waiting: ((item: T) => void)[] = []

  constructor(items: readonly T[]) {
    this.#idle = [...items]
  }

  acquire(): Promise<T> {
    const item = this.#idle.pop()
    if (item !== undefined) return Promise.resolve(item)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  release(item: T): void {
    const next = this.#waiting.shift()
    if (next) next(item)
    else this.#idle.push(item)
  }
}
