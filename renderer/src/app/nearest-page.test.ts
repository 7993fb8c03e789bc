import { expect, it } from 'vitest'
import { nearestPage } from './nearest-page.ts'

const PAGES = ['/members', '/orders', '/points', '/points/expiry']

it('the page that is open is the one of its path, not one whose path it goes on from', () => {
  expect(nearestPage('/points', PAGES)).toBe('/points')
  expect(nearestPage('/points/expiry', PAGES)).toBe('/points/expiry')
  expect(nearestPage('/points/expiry', [...PAGES].reverse())).toBe('/points/expiry')
})

it('a page without a line of its own belongs to the one it is reached from', () => {
  expect(nearestPage('/members/0190', PAGES)).toBe('/members')
  expect(nearestPage('/orders-of-others', PAGES)).toBeUndefined()
})
