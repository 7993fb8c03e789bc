import { expect, test } from 'vitest'
import { NO_PAGES, pageNear, withPage } from './known-pages.ts'

const place = (id: number) => ({ value: id, id })
const page = (pageNo: number) => ({ pageNo, first: place(pageNo), last: place(pageNo) })
const seen = [1, 2, 900, 901].reduce((pages, no) => withPage(pages, 'q', page(no)), NO_PAGES)

test.each([
  [3, 2],
  [899, 900],
  [902, 901],
  [901, 900],
  [900, 901],
  [700, 900],
  [400, 2],
])('page %i is reached from page %i', (pageNo, near) => {
  expect(pageNear(seen, 'q', pageNo)?.pageNo).toBe(near)
})

test('the first page is always read from the beginning', () => {
  expect(pageNear(seen, 'q', 1)).toBeUndefined()
})

test('pages of another question are of no use', () => {
  expect(pageNear(seen, 'other', 3)).toBeUndefined()
  expect(withPage(seen, 'other', page(5)).pages).toEqual([page(5)])
})

test('a page read again replaces what was known of it', () => {
  const moved = { ...page(2), last: place(77) }
  expect(pageNear(withPage(seen, 'q', moved), 'q', 3)).toEqual(moved)
})

test('of very many pages the latest are kept', () => {
  const many = Array.from({ length: 80 }, (_, i) => i + 1)
  const kept = many.reduce((pages, no) => withPage(pages, 'q', page(no)), NO_PAGES)
  expect(kept.pages).toHaveLength(50)
  expect(kept.pages[0]?.pageNo).toBe(31)
})
