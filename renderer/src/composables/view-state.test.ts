import { expect, test } from 'vitest'
import { isSameQuery } from './list-query.ts'
import { activeView } from './view-state.ts'
import type { SavedView } from '../../../server/modules/preferences/preferences.contract.ts'

const view = (id: number, query: Record<string, string>): SavedView => ({
  id,
  name: `view ${id}`,
  query,
  sharing: 'own',
  roleId: null,
  ownerName: '孙浩',
  isMine: true,
})
const active = view(1, { status: 'active' })
const byName = view(2, { sort: 'nickname', order: 'asc' })
const twin = view(3, { status: 'active' })
const views = [active, byName, twin]
const question = (viewQuery: Record<string, string>, viewId?: number, isPersonal = false) => ({
  viewQuery,
  viewId,
  isPersonal,
})

test('queries are the same whatever the order of their parts', () => {
  expect(isSameQuery({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true)
  expect(isSameQuery({}, {})).toBe(true)
  expect(isSameQuery({ a: '1' }, { a: '2' })).toBe(false)
  expect(isSameQuery({ a: '1' }, {})).toBe(false)
  expect(isSameQuery({ a: '1' }, { b: '1' })).toBe(false)
})

test('a view is recognised by its conditions, also where nobody opened it', () => {
  expect(activeView(views, question({ order: 'asc', sort: 'nickname' }))).toBe(byName)
})

test('of two views that ask the same the opened one is in use', () => {
  expect(activeView(views, question({ status: 'active' }))).toBe(active)
  expect(activeView(views, question({ status: 'active' }, 3))).toBe(twin)
})

test('an opened view stays in use while its conditions are changed', () => {
  expect(activeView(views, question({ status: 'active', keyword: '夏' }, 1))).toBe(active)
})

test('changed conditions that are those of another view are that view', () => {
  expect(activeView(views, question({ sort: 'nickname', order: 'asc' }, 1))).toBe(byName)
})

test('without conditions it is the whole list', () => {
  expect(activeView(views, question({}, 1))).toBeUndefined()
  expect(activeView(views, question({}))).toBeUndefined()
})

test('a keyword kept out of the address makes no view look unchanged', () => {
  expect(activeView(views, question({ status: 'active' }, undefined, true))).toBeUndefined()
  expect(activeView(views, question({ status: 'active' }, 1, true))).toBe(active)
})

test('a view that was deleted meanwhile is none', () => {
  expect(activeView(views, question({ keyword: '夏' }, 99))).toBeUndefined()
})
