import { describe, expect, it } from 'vitest'
import { luhnDigit } from '../../contract/ids.ts'
import { nicknameKey, readKeyword } from './members.rules.ts'

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
    ['07592', 'nickname'],
    ['夏夏', 'nickname'],
    ['600000000001', 'nickname'],
    ["' OR 1=1 --", 'nickname'],
  ])('reads "%s" as %s', (text, kind) => {
    expect(readKeyword(text).kind).toBe(kind)
  })

  it('makes width and case equal for nicknames', () => {
    expect(nicknameKey(' Ｅｃｈｏ 的周末')).toBe(nicknameKey('echo 的周末'))
  })
})
