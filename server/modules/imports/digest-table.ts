import { createHash } from 'node:crypto'

/** Of a digest that is kept, in words of 32 bits: two of a million texts never have the same 16 bytes. */
const WORDS = 4
const FIRST_CAPACITY = 1_024

function digestOf(text: string): Uint32Array {
  const digest = createHash('sha256').update(text).digest()
  const words = new Uint32Array(WORDS)
  for (let i = 0; i < WORDS; i += 1) words[i] = digest.readUInt32LE(4 * i)
  return words
}

/**
 * Texts that a file had, numbered from 0 in their order. Of each only a digest is kept, in arrays of plain
 * numbers: 24 to 48 bytes a text however long it is, where a map of texts takes several hundred.
 */
export class DigestTable {
  #size = 0
  /** By number, each in so many words. */
  #digests = new Uint32Array(FIRST_CAPACITY * WORDS)
  /** Twice as many places as texts fit, each with a number counted from 1, or 0 where it is free. */
  #places = new Uint32Array(FIRST_CAPACITY * 2)

  /** How many texts there are, which is the number that the next one gets. */
  get size(): number {
    return this.#size
  }

  /** The number of a text that was added. */
  find(text: string): number | undefined {
    return this.#numberAt(this.#placeOf(digestOf(text)))
  }

  /** Adds a text. @returns its number, the old one where it is there already */
  add(text: string): number {
    const digest = digestOf(text)
    const known = this.#numberAt(this.#placeOf(digest))
    if (known !== undefined) return known
    if ((this.#size + 1) * WORDS > this.#digests.length) this.#grow()
    const number = this.#size
    this.#digests.set(digest, number * WORDS)
    this.#places[this.#placeOf(digest)] = number + 1
    this.#size += 1
    return number
  }

  #numberAt(place: number): number | undefined {
    const entry = this.#places[place]
    return entry ? entry - 1 : undefined
  }

  #isAt(digest: Uint32Array, number: number): boolean {
    return digest.every((word, i) => this.#digests[number * WORDS + i] === word)
  }

  /** Where a digest stands, or the free place where it would. */
  #placeOf(digest: Uint32Array): number {
    const places = this.#places
    let place = (digest[0] ?? 0) % places.length
    for (let entry = places[place]; entry; entry = places[place]) {
      if (this.#isAt(digest, entry - 1)) break
      place = (place + 1) % places.length
    }
    return place
  }

  #grow(): void {
    const digests = this.#digests
    this.#digests = new Uint32Array(digests.length * 2)
    this.#digests.set(digests)
    this.#places = new Uint32Array(this.#places.length * 2)
    for (let number = 0; number < this.#size; number += 1) {
      const digest = digests.subarray(number * WORDS, (number + 1) * WORDS)
      this.#places[this.#placeOf(digest)] = number + 1
    }
  }
}

/** Whole numbers by number, for what is known of the texts of a table. */
export class NumberColumn {
  #values = new Uint32Array(FIRST_CAPACITY)

  get(number: number): number {
    return this.#values[number] ?? 0
  }

  set(number: number, value: number): void {
    if (number >= this.#values.length) {
      const values = this.#values
      this.#values = new Uint32Array(Math.max(values.length * 2, number + 1))
      this.#values.set(values)
    }
    this.#values[number] = value
  }
}
