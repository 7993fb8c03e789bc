/** Chosen rows: these, or all that match the filter without those taken out again. */
export type RowChoice =
  | { readonly kind: 'some'; readonly ids: readonly number[] }
  | { readonly kind: 'all'; readonly except: readonly number[] }

export const NOTHING: RowChoice = { kind: 'some', ids: [] }
/** As many as the server takes by name; more go by "all that match". */
export const SELECTED_MAX = 1_000

/** What the head's checkbox says about the page. */
export type PageChoice = 'none' | 'some' | 'all'

export const isChosen = (choice: RowChoice, id: number): boolean =>
  choice.kind === 'some' ? choice.ids.includes(id) : !choice.except.includes(id)

/** How many rows are chosen of `total` that match. */
export const chosenCount = (choice: RowChoice, total: number): number =>
  choice.kind === 'some' ? choice.ids.length : Math.max(0, total - choice.except.length)

/**
 * Chooses rows, or takes them out. Returns undefined where that would name more than the server takes:
 * the choice stays as it was.
 */
export function withRows(
  choice: RowChoice,
  ids: readonly number[],
  isOn: boolean,
): RowChoice | undefined {
  const named = new Set(choice.kind === 'some' ? choice.ids : choice.except)
  for (const id of ids) {
    if (isOn === (choice.kind === 'some')) named.add(id)
    else named.delete(id)
  }
  if (named.size > SELECTED_MAX) return undefined
  return choice.kind === 'some'
    ? { kind: 'some', ids: [...named] }
    : { kind: 'all', except: [...named] }
}

export function pageChoice(choice: RowChoice, pageIds: readonly number[]): PageChoice {
  const chosen = pageIds.filter((id) => isChosen(choice, id)).length
  if (chosen === 0) return 'none'
  return chosen === pageIds.length ? 'all' : 'some'
}

/** The rows from one to another, both included, in whichever direction; `to` alone where `from` is gone. */
export function rangeOf(pageIds: readonly number[], from: number | undefined, to: number) {
  const end = pageIds.indexOf(to)
  const start = from === undefined ? end : pageIds.indexOf(from)
  if (start < 0 || end < 0) return [to]
  return pageIds.slice(Math.min(start, end), Math.max(start, end) + 1)
}
