/** Which database it is. The only file that says so; everything else is written once for both. */
export type Provider = 'sqlite' | 'postgresql'

export interface Dialect {
  readonly provider: Provider
  /** The mark of the n-th bound value of a statement, counted from 1. */
  readonly placeholder: (n: number) => string
}

export const DIALECTS: Readonly<Record<Provider, Dialect>> = {
  sqlite: { provider: 'sqlite', placeholder: () => '?' },
  postgresql: { provider: 'postgresql', placeholder: (n) => `$${n}` },
}
