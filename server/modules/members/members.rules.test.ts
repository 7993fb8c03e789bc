import { describe, expect, it } from 'vitest'
import { luhnDigit } from '../../contract/ids.ts'
import { nicknameKey, pairsOf, readKeyword, realNameKey } from './members.rules.ts'

describe('the keyword of the member search', () => {
  const memberNo = `60000000000${luhnDigit('60000000000')}`

  it.each([
    ['', 'none'],
    ['   ', 'none'],
    ['13812346207', 'mobile'],
    ['138 1234 6207', 'mobile'],
    ['+8613812346207', 'mobile'],
    ['6207', 'last4'],
    [memberNo, 'memberNo'],
    ['019596f0-0000-7000-8000-000000000000', 'uid'],
    ['07592', 'name'],
    ['夏夏', 'name'],
    ['Xia@Example.com', 'email'],
    ['600000000001', 'name'],
    ["' OR 1=1 --", 'name'],
  ])('reads "%s" as %s', (text, kind) => {
    expect(readKeyword(text).kind).toBe(kind)
  })

  it('makes width and case equal for nicknames', () => {
    expect(nicknameKey(' Ｅｃｈｏ 的周末')).toBe(nicknameKey('echo 的周末'))
  })

  it('takes a real name with and without spaces for the same', () => {
    expect(realNameKey('王 小明')).toBe(realNameKey('王小明'))
  })

  it('pairs neighbours, each once, whole characters only', () => {
    expect(pairsOf('夏夏夏的')).toEqual(['夏夏', '夏的'])
    expect(pairsOf('𠮷野家')).toEqual(['𠮷野', '野家'])
    expect(pairsOf('夏')).toEqual([])
  })
})
