/** A page or form with something typed into it that was not saved. */
export interface UnsavedEntry {
  /** Path of the page that holds it. */
  readonly path: string
  readonly isDirty: () => boolean
  /** Name of what would be lost, in the reader's language. */
  readonly what: () => string
}

/** Which of what is unsaved a question is about. */
export type IsConcerned = (path: string, entry: UnsavedEntry) => boolean

/** What was typed and not saved, by page. One for the whole window. */
export class UnsavedRegistry {
  readonly #entries = new Set<UnsavedEntry>()
  #isReleased = false

  /** @returns the way to take it out again */
  add(entry: UnsavedEntry): () => void {
    this.#entries.add(entry)
    return () => this.#entries.delete(entry)
  }

  /** Names of what would be lost, on the pages of `isConcerned` or on all. */
  losses(isConcerned: IsConcerned = () => true): string[] {
    if (this.#isReleased) return []
    const dirty = [...this.#entries].filter(
      (each) => isConcerned(each.path, each) && each.isDirty(),
    )
    return [...new Set(dirty.map((each) => each.what()))]
  }

  /** From here on nothing is asked: everything was given up, and the page is about to go. */
  release(): void {
    this.#isReleased = true
  }
}
