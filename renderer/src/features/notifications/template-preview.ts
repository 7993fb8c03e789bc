import {
  PLACEHOLDERS,
  type NotifiedEvent,
} from '../../../../server/modules/notifications/notifications.contract.ts'

/** A piece of a text as it is previewed: plain, filled in, or a placeholder that nobody fills. */
export interface PreviewPiece {
  readonly kind: 'plain' | 'filled' | 'unknown'
  readonly text: string
}

/** Splits a text at its placeholders and fills in what the event knows. */
export function previewPieces(
  event: NotifiedEvent,
  text: string,
  values: Readonly<Record<string, string>>,
): PreviewPiece[] {
  const known: readonly string[] = PLACEHOLDERS[event]
  const pieces = text.split(/(\{[^{}]*\})/).filter((piece) => piece !== '')
  return pieces.map((piece): PreviewPiece => {
    if (!/^\{[^{}]*\}$/.test(piece)) return { kind: 'plain', text: piece }
    const name = piece.slice(1, -1)
    if (!known.includes(name)) return { kind: 'unknown', text: piece }
    return { kind: 'filled', text: values[name] ?? piece }
  })
}

/** A text with a piece put in where something is chosen, or at its end. @returns it and the place after */
export function insertAt(
  text: string,
  piece: string,
  { from, to }: { from: number; to: number },
): { text: string; caret: number } {
  return { text: text.slice(0, from) + piece + text.slice(to), caret: from + piece.length }
}
