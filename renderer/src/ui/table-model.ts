import type { Failure } from '../api/failure.ts'

/** A column of a DataTable. Its cells are drawn by the slot `cell-<key>`. */
export interface DataColumn<SortKey extends string = string> {
  readonly key: string
  /** In the reader's language. */
  readonly title: string
  /** In px; a column without takes what is left. */
  readonly width?: number
  readonly align?: 'end'
  readonly sort?: { readonly key: SortKey; readonly firstOrder: 'asc' | 'desc' }
  readonly skeleton?: 'identity' | 'long' | 'short'
  /** In px: how narrow a reader may make it, and how narrow one without `width` gets by itself. */
  readonly minWidth?: number
  /** Not shown until the reader chooses it. */
  readonly isOptional?: boolean
}

/** What a DataTable shows and whom it asks; `usePagedList` makes one. */
export interface TableModel<Row, SortKey extends string = string> {
  /** Undefined until the first answer; the former page while the next one loads. */
  readonly rows: readonly Row[] | undefined
  readonly total: number | undefined
  /** False: there are at least `total`. */
  readonly isTotalExact: boolean
  readonly hasNextPage: boolean
  readonly tookMs: number | undefined
  readonly loadedAtMs: number | undefined
  readonly isLoading: boolean
  readonly isFiltered: boolean
  readonly failure: Failure | undefined
  /** Seconds until the list asks again by itself. */
  readonly retryInSeconds: number | undefined
  readonly retryAttempt: number
  readonly pageNo: number
  readonly pageSize: number
  readonly sort: SortKey
  readonly order: 'asc' | 'desc'
  goToPage(pageNo: number): void
  setPageSize(pageSize: number): void
  sortBy(sort: SortKey, order: 'asc' | 'desc'): void
  refresh(): void
  clearFilters(): void
}

/** A column in a reader's own arrangement. */
export interface PlacedColumn<SortKey extends string = string> extends DataColumn<SortKey> {
  readonly isVisible: boolean
  /** The first column says which row it is: it can be neither hidden nor moved. */
  readonly isFixed: boolean
}

/** A reader's own choice, order and widths of columns; `useColumnLayout` makes one. */
export interface ColumnLayout<SortKey extends string = string> {
  readonly all: readonly PlacedColumn<SortKey>[]
  readonly shown: readonly PlacedColumn<SortKey>[]
  readonly isDefault: boolean
  setVisible(key: string, isVisible: boolean): void
  /** Puts a column at the place that another has now. */
  move(key: string, to: string): void
  /** In px; undefined goes back to the built-in width. */
  setWidth(key: string, width: number | undefined): void
  reset(): void
}
