import { describe, expect, it } from 'vitest'
import { availableAfter, changeForm, EMPTY_CHANGE, pointsOf, wishOf } from './change-form.ts'
import { newKey, shortKey } from './operation-key.ts'

const filled = { ...EMPTY_CHANGE, amount: '3,900', reason: '补录门店消费' }
const wish = (given: object) => wishOf(changeForm.parse({ ...filled, ...given }))

describe('a change of points', () => {
  it('is asked for with its sign, and by the rule unless a day is chosen', () => {
    expect(wish({})).toEqual({ points: 3900, reason: '补录门店消费' })
    expect(wish({ direction: 'take', validity: 'never' })).toEqual({
      points: -3900,
      reason: '补录门店消费',
    })
    expect(wish({ validity: 'never' })).toMatchObject({ expiresOn: null })
    expect(wish({ validity: 'day', day: '2027-03-31' })).toMatchObject({ expiresOn: '2027-03-31' })
  })

  it('needs whole points above 0, and the day where one is to be chosen', () => {
    for (const amount of ['', '0', '1.5', '-3', 'x', '2000000001'])
      expect(changeForm.safeParse({ ...filled, amount }).success, amount).toBe(false)
    expect(changeForm.safeParse({ ...filled, validity: 'day' }).error?.issues).toMatchObject([
      { path: ['day'] },
    ])
    expect(pointsOf({ direction: 'take', amount: '12' })).toBe(-12)
    expect(pointsOf({ direction: 'add', amount: '1.5' })).toBeUndefined()
  })

  it('pays what is owed first', () => {
    expect(availableAfter({ available: 3268, debt: 0 }, 3900)).toBe(7168)
    expect(availableAfter({ available: 0, debt: 100 }, 70)).toBe(0)
    expect(availableAfter({ available: 0, debt: 100 }, 170)).toBe(70)
    expect(availableAfter({ available: 50, debt: 0 }, -60)).toBe(-10)
  })

  it('has a key of its own each time a dialog opens', () => {
    const key = newKey()
    expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(newKey()).not.toBe(key)
    expect(shortKey('01j9aaaa-0000-4000-8000-00000000abcd')).toBe('01J9…ABCD')
  })
})
