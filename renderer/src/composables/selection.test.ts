import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reactive, nextTick } from 'vue'
import { z } from 'zod'
import { selectionOf } from '../../../server/contract/selection.ts'
import { SELECTED_MAX, chosenCount, isChosen, NOTHING, pageChoice, withRows } from './selection.ts'
import { useRowSelection } from './use-row-selection.ts'

const TOTAL = 25
const PAGE_SIZE = 5
const ids = Array.from({ length: TOTAL }, (_, index) => index + 1)
const pageOf = (pageNo: number) => ids.slice((pageNo - 1) * PAGE_SIZE, pageNo * PAGE_SIZE)

function list(pageNo = 1) {
  const model = reactive({
    rows: pageOf(pageNo).map((id) => ({ id })),
    total: TOTAL,
    isTotalExact: true,
    filterKey: '{}',
    goTo(page: number) {
      model.rows = pageOf(page).map((id) => ({ id }))
    },
  })
  return { model, selection: useRowSelection(model, (row: { id: number }) => row.id) }
}
const row = (id: number) => ({ id })
const input = selectionOf(z.object({ status: z.string().optional() }))

describe('the rules agree with plain sets', () => {
  const act = fc.oneof(
    fc.record({ kind: fc.constant('turn'), id: fc.constantFrom(...ids) }),
    fc.record({ kind: fc.constant('page'), id: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('all'), id: fc.constant(0) }),
    fc.record({ kind: fc.constant('clear'), id: fc.constant(0) }),
  )

  test('after any acts on any pages the count, every row and the input are those of a set', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const { model, selection } = list()
        let expected = new Set<number>()
        for (const { kind, id } of acts) {
          if (kind === 'turn') {
            selection.toggle(row(id))
            if (!expected.delete(id)) expected.add(id)
          } else if (kind === 'page') {
            model.goTo(id)
            const page = pageOf(id)
            const isOn = !page.every((each) => expected.has(each))
            selection.togglePage()
            for (const each of page)
              if (isOn) expected.add(each)
              else expected.delete(each)
          } else if (kind === 'all') {
            selection.selectAll()
            expected = new Set(ids)
          } else {
            selection.clear()
            expected = new Set()
          }
        }
        expect(selection.count).toBe(expected.size)
        expect(ids.filter((id) => selection.has(row(id)))).toEqual(
          ids.filter((id) => expected.has(id)),
        )
        const given = selection.toInput({})
        if (expected.size === 0) expect(given).toBeUndefined()
        else {
          const read = input.parse(given)
          const named =
            read.kind === 'some' ? read.ids : ids.filter((id) => !read.except.includes(id))
          expect([...named].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b))
        }
      }),
    )
  })
})

test('the head says none, some or all of the page', () => {
  const page = [1, 2, 3]
  const some = (...chosen: number[]) => ({ kind: 'some' as const, ids: chosen })
  expect(pageChoice(NOTHING, page)).toBe('none')
  expect(pageChoice(some(9), page)).toBe('none')
  expect(pageChoice(some(1), page)).toBe('some')
  expect(pageChoice(some(3, 2, 1), page)).toBe('all')
  expect(pageChoice({ kind: 'all', except: [2] }, page)).toBe('some')
  expect(pageChoice(NOTHING, [])).toBe('none')
})

test('a range goes from the row turned before, in either direction, and turns alike', () => {
  const { selection } = list()
  selection.toggle(row(4))
  selection.toggle(row(2), true)
  expect(ids.filter((id) => selection.has(row(id)))).toEqual([2, 3, 4])
  selection.toggle(row(4), true)
  expect(selection.count).toBe(0)
})

test('a range whose beginning is on another page is the row alone', () => {
  const { model, selection } = list()
  selection.toggle(row(2))
  model.goTo(2)
  selection.toggle(row(8), true)
  expect(ids.filter((id) => selection.has(row(id)))).toEqual([2, 8])
})

test('the choice outlives paging and ends with the filter', async () => {
  const { model, selection } = list()
  selection.toggle(row(1))
  model.goTo(3)
  await nextTick()
  expect(selection.count).toBe(1)
  model.filterKey = '{"status":"active"}'
  await nextTick()
  expect(selection.count).toBe(0)
})

test('as many rows are named as the server takes, and not one more', () => {
  const most = Array.from({ length: SELECTED_MAX }, (_, index) => index + 1)
  const full = withRows(NOTHING, most, true)
  expect(input.safeParse(full).success).toBe(true)
  expect(input.safeParse({ kind: 'some', ids: [...most, 0] }).success).toBe(false)
  expect(withRows(full ?? NOTHING, [0], true)).toBeUndefined()
  expect(withRows({ kind: 'all', except: most }, [0], false)).toBeUndefined()
})

test('"all that match" counts what matches now', () => {
  expect(chosenCount({ kind: 'all', except: [1, 2] }, 10)).toBe(8)
  expect(chosenCount({ kind: 'all', except: [1, 2] }, 1)).toBe(0)
  expect(isChosen({ kind: 'all', except: [1] }, 99)).toBe(true)
})
