import type { KnownPage } from '../../../server/contract/pagination.ts'

/** Pages of one question that were seen, by where their first and last rows stand; the latest last. */
export interface SeenPages {
  readonly question: string
  readonly pages: readonly KnownPage[]
}

export const NO_PAGES: SeenPages = { question: '', pages: [] }
const PAGES_MAX = 50

/** Adds a page that was just read. Another question begins anew. */
export function withPage(seen: SeenPages, question: string, page: KnownPage): SeenPages {
  const former = seen.question === question ? seen.pages : []
  const others = former.filter(({ pageNo }) => pageNo !== page.pageNo)
  return { question, pages: [...others, page].slice(-PAGES_MAX) }
}

/**
 * The seen page from which another one is the shortest way off; undefined where there is none, or where
 * the way from the beginning is as short. The page itself is no help: it is read anew from a neighbour.
 */
export function pageNear(seen: SeenPages, question: string, pageNo: number): KnownPage | undefined {
  if (seen.question !== question) return undefined
  const way = (page: KnownPage) => Math.abs(page.pageNo - pageNo)
  return seen.pages
    .filter((page) => page.pageNo !== pageNo && way(page) < pageNo)
    .reduce<KnownPage | undefined>(
      (near, page) => (near === undefined || way(page) < way(near) ? page : near),
      undefined,
    )
}
