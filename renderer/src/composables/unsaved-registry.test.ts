import { expect, test } from 'vitest'
import { UnsavedRegistry } from './unsaved-registry.ts'

const entry = (path: string, isDirty = true, what = path) => ({
  path,
  isDirty: () => isDirty,
  what: () => what,
})

test('only what was typed is lost, each name once', () => {
  const registry = new UnsavedRegistry()
  registry.add(entry('/a', true, 'Company'))
  registry.add(entry('/a', true, 'Company'))
  registry.add(entry('/b', false))
  expect(registry.losses()).toEqual(['Company'])
})

test('closing a page asks for that page alone', () => {
  const registry = new UnsavedRegistry()
  registry.add(entry('/a'))
  registry.add(entry('/b'))
  expect(registry.losses((path) => path === '/b')).toEqual(['/b'])
})

test('a page that is gone is not asked for', () => {
  const registry = new UnsavedRegistry()
  const remove = registry.add(entry('/a'))
  remove()
  expect(registry.losses()).toEqual([])
})

test('nothing is asked once everything was given up', () => {
  const registry = new UnsavedRegistry()
  registry.add(entry('/a'))
  registry.release()
  expect(registry.losses()).toEqual([])
})
