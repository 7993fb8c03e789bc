/** Above every character: the end of a range of strings with a common beginning. */
const AFTER_ALL = '\u{10FFFF}'

/**
 * Strings that begin with a text. A range and not LIKE: wildcards in the text stay plain characters and an
 * index serves it.
 */
export const beginsWith = (text: string): { gte: string; lt: string } => ({
  gte: text,
  lt: text + AFTER_ALL,
})
