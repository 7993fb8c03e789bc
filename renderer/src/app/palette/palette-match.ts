export type HitGroup = 'recent' | 'pages' | 'settings' | 'members' | 'staff'

/** A line of the palette. */
export interface Hit {
  readonly group: HitGroup
  readonly key: string
  readonly title: string
  readonly note: string
  readonly address: string
  /** Why it cannot be opened, and whom to ask. */
  readonly blocked?: string | undefined
  /** Higher is better; 0 is no hit. */
  readonly score: number
}

/** How well a text fits what was typed: 4 the same, 3 its beginning, 2 a word's beginning, 1 within it. */
export function scoreOf(text: string, typed: string): number {
  const [whole, part] = [text.toLowerCase(), typed.trim().toLowerCase()]
  if (part === '') return 0
  if (whole === part) return 4
  if (whole.startsWith(part)) return 3
  if (whole.split(/[\s\-·/]+/).some((word) => word.startsWith(part))) return 2
  return whole.includes(part) ? 1 : 0
}

/** Hits by group, the group with the best hit first, in it the best first. */
export function groupedHits(hits: readonly Hit[]): { group: HitGroup; hits: Hit[] }[] {
  const sorted = [...hits].sort((a, b) => b.score - a.score)
  const groups = [...new Set(sorted.map((hit) => hit.group))]
  return groups.map((group) => ({ group, hits: sorted.filter((hit) => hit.group === group) }))
}
