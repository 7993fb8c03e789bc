import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  arrangeColumns,
  boundedWidth,
  columnChoice,
  movedOrder,
  NO_CHOICE,
} from './column-layout.ts'
import type { DataColumn } from '../ui/table-model.ts'

const column = (key: string, more: Partial<DataColumn> = {}): DataColumn => ({
  key,
  title: key,
  ...more,
})
const COLUMNS = [
  column('name'),
  column('mobile', { width: 136 }),
  column('level'),
  column('joined'),
]
const keys = (columns: readonly DataColumn[]) => columns.map(({ key }) => key)
const arranged = (choice: Partial<typeof NO_CHOICE>, columns = COLUMNS) =>
  arrangeColumns(columns, { ...NO_CHOICE, ...choice })

test('without a choice the columns stand as built in', () => {
  const columns = arranged({})
  expect(keys(columns)).toEqual(['name', 'mobile', 'level', 'joined'])
  expect(columns.every(({ isVisible }) => isVisible)).toBe(true)
})

test('an order is kept, and the first column stays first whatever was stored', () => {
  expect(keys(arranged({ order: ['joined', 'name', 'mobile', 'level'] }))).toEqual([
    'name',
    'joined',
    'mobile',
    'level',
  ])
})

test('a column that no longer exists is left out, one named twice stands once', () => {
  expect(keys(arranged({ order: ['gone', 'joined', 'joined', 'level', 'mobile'] }))).toEqual([
    'name',
    'joined',
    'level',
    'mobile',
  ])
})

test('a new column comes in behind its built-in neighbour', () => {
  const more = [...COLUMNS.slice(0, 3), column('points'), ...COLUMNS.slice(3)]
  expect(keys(arranged({ order: ['joined', 'level', 'mobile'] }, more))).toEqual([
    'name',
    'joined',
    'level',
    'points',
    'mobile',
  ])
  const first = [COLUMNS[0] ?? column('name'), column('number'), ...COLUMNS.slice(1)]
  expect(keys(arranged({ order: ['joined', 'level', 'mobile'] }, first))[1]).toBe('number')
})

test('hidden columns are hidden, the first one never', () => {
  const visible = { name: false, level: false }
  const shown = arranged({ visible }).filter(({ isVisible }) => isVisible)
  expect(keys(shown)).toEqual(['name', 'mobile', 'joined'])
})

test('an optional column waits to be chosen', () => {
  const columns = [...COLUMNS, column('note', { isOptional: true })]
  const isShown = (visible: Record<string, boolean>) =>
    arranged({ visible }, columns).find(({ key }) => key === 'note')?.isVisible
  expect([isShown({}), isShown({ note: true })]).toEqual([false, true])
})

describe('widths', () => {
  test.each([
    [10, 64],
    [99.6, 100],
    [9_999, 640],
    [NaN, 64],
    [-Infinity, 64],
  ])('%d becomes %d', (given, kept) => {
    expect(boundedWidth({}, given)).toBe(kept)
  })

  test("a column's own minimum holds", () => {
    expect(boundedWidth({ minWidth: 160 }, 100)).toBe(160)
  })

  test('a stored width holds within the bounds, others stay as built in', () => {
    const widths = { level: 9_999, gone: 100 }
    expect(arranged({ widths }).map(({ width }) => width)).toEqual([undefined, 136, 640, undefined])
  })
})

test('moving puts a column at the place of another', () => {
  const order = keys(COLUMNS)
  expect(movedOrder(order, 'joined', 'mobile')).toEqual(['name', 'joined', 'mobile', 'level'])
  expect(movedOrder(order, 'mobile', 'joined')).toEqual(['name', 'level', 'joined', 'mobile'])
  expect(movedOrder(order, 'mobile', 'name')).toEqual(order)
  expect(movedOrder(order, 'name', 'level')).toEqual(order)
})

test('whatever is stored, every column is there once and the first one leads', () => {
  const key = fc.constantFrom('name', 'mobile', 'level', 'joined', 'gone', '__proto__', '')
  const stored = fc.record({
    order: fc.array(key),
    visible: fc.dictionary(key, fc.boolean()),
    widths: fc.dictionary(key, fc.double()),
  })
  fc.assert(
    fc.property(stored, (value) => {
      const choice = columnChoice.safeParse(value)
      if (!choice.success) return
      const columns = arrangeColumns(COLUMNS, choice.data)
      expect(keys(columns)[0]).toBe('name')
      expect(keys(columns).sort()).toEqual(keys(COLUMNS).sort())
      expect(columns[0]?.isVisible).toBe(true)
    }),
  )
})
