/** A tree of sentences; the leaves are what a user reads. */
export interface MessageTree {
  readonly [key: string]: string | MessageTree
}

type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> }

/** The sentences of one part of the product. A key without its English sentence does not compile. */
export function defineMessages<const T extends MessageTree>(
  zh: T,
  en: SameKeys<T>,
): { readonly zh: T; readonly en: SameKeys<T> } {
  return { zh, en }
}
