/** Key of something that must happen once: made when its dialog opens. Works without a secure origin too. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = 0x40 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const cuts = [0, 8, 12, 16, 20, 32]
  return cuts
    .slice(1)
    .map((end, i) => hex.slice(cuts[i], end))
    .join('-')
}

/** A key as people tell it: its beginning and its end. */
export const shortKey = (key: string): string => `${key.slice(0, 4)}…${key.slice(-4)}`.toUpperCase()
