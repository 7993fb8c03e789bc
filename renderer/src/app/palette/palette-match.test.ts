import { expect, test } from 'vitest'
import { groupedHits, scoreOf, type Hit } from './palette-match.ts'

test('the same text beats a beginning, that a word, that the inside', () => {
  const scores = ['Staff', 'Staff list', 'All staff', 'Distaff', 'Roles'].map((text) =>
    scoreOf(text, ' staff '),
  )
  expect(scores).toEqual([4, 3, 2, 1, 0])
  expect(scoreOf('会员列表', '列表')).toBe(1)
  expect(scoreOf('会员列表', '')).toBe(0)
})

test('the group with the best hit comes first', () => {
  const hit = (group: Hit['group'], title: string, score: number): Hit => ({
    group,
    key: title,
    title,
    note: '',
    address: '/',
    score,
  })
  const groups = groupedHits([
    hit('pages', 'p1', 1),
    hit('members', 'm1', 2),
    hit('members', 'm2', 4),
    hit('pages', 'p2', 3),
  ])
  expect(groups.map(({ hits }) => hits.map((each) => each.title))).toEqual([
    ['m2', 'm1'],
    ['p2', 'p1'],
  ])
})
