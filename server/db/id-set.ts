const BITS_A_PAGE = 32_768

/** Ids of rows, a bit for each: of a million rows in a table it holds some hundred kilobytes. */
export class IdSet {
  readonly #pages = new Map<number, Uint8Array>()

  /** @returns whether it is new */
  add(id: number): boolean {
    const pageNo = Math.floor(id / BITS_A_PAGE)
    const page = this.#pages.get(pageNo) ?? new Uint8Array(BITS_A_PAGE / 8)
    this.#pages.set(pageNo, page)
    const [place, bit] = [(id % BITS_A_PAGE) >> 3, 1 << (id & 7)]
    const byte = page[place] ?? 0
    page[place] = byte | bit
    return (byte & bit) === 0
  }
}
