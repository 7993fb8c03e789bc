const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' })
const AVATAR_COLOURS = 6

/** The first character as a reader sees it (an emoji is one), in capitals; empty without a nickname. */
export function initialOf(nickname: string): string {
  for (const { segment } of segmenter.segment(nickname.trim())) return segment.toUpperCase()
  return ''
}

/** From 1 to 6, the same for a person on every page and computer. */
export function avatarColour(uid: string): number {
  let sum = 0
  for (const character of uid) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003
  return (sum % AVATAR_COLOURS) + 1
}

/** The address of a picture that may be shown: by https, so that nobody on the way sees or changes it. */
export function pictureOf(address: string | null): string | undefined {
  return address !== null && /^https:\/\//i.test(address) ? address : undefined
}
