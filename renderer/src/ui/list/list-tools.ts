/** A condition in force, as a chip shows it. */
export interface AppliedFilter {
  readonly key: string
  readonly name: string
  readonly value: string
}

/** What the tools need of a list; `usePagedList` has it. */
export interface ToolsModel {
  readonly total: number | undefined
  readonly isTotalExact: boolean
  readonly isCounting: boolean
  countExactly?: (() => void) | undefined
  readonly tookMs: number | undefined
  readonly failure: unknown
  clearFilters(): void
  refresh(): void
}
