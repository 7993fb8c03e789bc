/**
 * The page that a path belongs to: its own, else the nearest from which it is reached, as one record of a list.
 * So a list whose path other pages go on from is not taken for these.
 */
export function nearestPage(path: string, pages: readonly string[]): string | undefined {
  const above = pages.filter((page) => path === page || path.startsWith(`${page}/`))
  return above.reduce<string | undefined>(
    (nearest, page) => (nearest === undefined || page.length > nearest.length ? page : nearest),
    undefined,
  )
}
