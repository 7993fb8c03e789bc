import { describe, expect, test } from 'vitest'
import {
  memberChanges,
  type MemberChange,
  type MemberDetail,
} from '../../../../server/modules/members/members.contract.ts'
import { changesOf, memberDraftOf } from './member-draft.ts'
import { rebase, theirChanges, withMine, withTheirs } from './member-merge.ts'

const BASE: MemberDetail = {
  id: 1,
  uid: '0197b1c2-0000-7000-8000-000000000001',
  memberNo: '202603180001',
  externalId: null,
  cardNo: 'C-1',
  nickname: '夏夏',
  avatarUrl: null,
  mobileMasked: '138****6207',
  emailMasked: null,
  realNameMasked: '沈*夏',
  gender: 'unknown',
  birthday: null,
  regionCode: null,
  status: 'active',
  registerChannel: 'backOffice',
  registerStore: null,
  homeStore: null,
  registeredAt: 0,
  orderCount: 0,
  spendFen: 0,
  lastOrderDate: '',
  updatedAt: 0,
  remark: '',
  registerStoreId: null,
  homeStoreId: null,
  version: 1,
}
const later = (change: Partial<MemberDetail>): MemberDetail => ({ ...BASE, version: 2, ...change })
const typed = (change: object) => ({ ...memberDraftOf(BASE), ...change })
const entry = (
  before: MemberChange['before'],
  after: MemberChange['after'],
  actorName = '李娜',
) => ({
  at: 1_000,
  actorName,
  before,
  after,
})

describe('what is sent', () => {
  test('nothing where nothing was changed, spaces at the ends included', () => {
    expect(changesOf(memberDraftOf(BASE), BASE)).toEqual({})
    expect(changesOf(typed({ nickname: ' 夏夏 ' }), BASE)).toEqual({})
  })

  test('only what was changed; an emptied field is none', () => {
    const draft = typed({ nickname: '', cardNo: '', birthday: '1993-04-09', homeStoreId: 7 })
    expect(changesOf(draft, BASE)).toEqual({
      nickname: '',
      cardNo: null,
      birthday: '1993-04-09',
      homeStoreId: 7,
    })
  })

  test('personal values only where they were changed or cleared', () => {
    expect(changesOf(typed({ kept: ['realName'] }), BASE)).toEqual({ mobile: null })
    expect(changesOf(typed({ kept: ['realName'], mobile: '13900001111' }), BASE)).toEqual({
      mobile: '13900001111',
    })
    expect(changesOf(typed({ email: 'xi@outlook.com' }), BASE)).toEqual({ email: 'xi@outlook.com' })
  })

  test('the procedure takes it', () => {
    const draft = typed({ kept: [], mobile: '138 0013 6207', regionCode: '330106', remark: 'a\nb' })
    expect(memberChanges.safeParse(changesOf(draft, BASE)).success).toBe(true)
  })
})

describe('a second editor', () => {
  const latest = later({ nickname: '夏夏的小厨房', gender: 'female', mobileMasked: '138****6207' })
  const theirs = theirChanges(
    [
      entry({ nickname: '夏夏' }, { nickname: '小厨房' }),
      entry(
        { nickname: '小厨房', gender: 'unknown' },
        { nickname: '夏夏的小厨房', gender: 'female' },
        '王伟',
      ),
      entry({ mobile: '138****6207' }, { mobile: '≠ 138****6207' }),
      entry({ status: 'active' }, { status: 'disabled' }),
    ],
    BASE,
    latest,
  )

  test('is told of each field what it was, what it is and by whom', () => {
    expect(theirs[0]).toEqual({
      field: 'nickname',
      before: '夏夏',
      after: '夏夏的小厨房',
      by: ['李娜', '王伟'],
      at: 1_000,
    })
    expect(theirs.map(({ field }) => field)).toEqual(['nickname', 'gender', 'mobile', 'status'])
  })

  test('is told also what the log does not tell', () => {
    expect(theirChanges([], BASE, later({ remark: 'x' }))).toEqual([
      { field: 'remark', before: '', after: 'x', by: [], at: undefined },
    ])
  })

  test('keeps what he typed, takes over what only they changed, and chooses where both did', () => {
    const draft = typed({
      nickname: '我的',
      remark: '常客',
      kept: ['realName'],
      mobile: '13900001111',
    })
    const result = rebase(draft, { base: BASE, latest, theirs, former: [] })
    expect(result.clashes).toEqual([
      { field: 'nickname', mine: '我的', choice: undefined },
      { field: 'mobile', mine: '13900001111', choice: undefined },
    ])
    expect(result.taken).toEqual(['gender'])
    expect(changesOf(result.draft, latest)).toEqual({
      nickname: '我的',
      mobile: '13900001111',
      remark: '常客',
    })
  })

  test('need not choose where both typed the same', () => {
    const result = rebase(typed({ gender: 'female' }), { base: BASE, latest, theirs, former: [] })
    expect(result.clashes).toEqual([])
    expect(changesOf(result.draft, latest)).toEqual({})
  })

  test('may go back from theirs to mine, as nothing typed is lost', () => {
    const draft = typed({ nickname: '我的', kept: ['realName'], mobile: '13900001111' })
    const { draft: merged, clashes } = rebase(draft, { base: BASE, latest, theirs, former: [] })
    const accepted = clashes.reduce((each, { field }) => withTheirs(each, latest, field), merged)
    expect(changesOf(accepted, latest)).toEqual({})
    const regained = clashes.reduce(withMine, accepted)
    expect(changesOf(regained, latest)).toEqual({ nickname: '我的', mobile: '13900001111' })
  })

  test('keeps his text and his choices through a second conflict', () => {
    const draft = typed({ nickname: '我的', cardNo: 'C-9' })
    const first = rebase(draft, { base: BASE, latest, theirs, former: [] })
    const chosen = first.clashes.map((clash) => ({ ...clash, choice: 'theirs' as const }))
    const accepted = withTheirs(first.draft, latest, 'nickname')

    const remark = { ...latest, version: 3, remark: 'x' }
    const other = rebase(accepted, {
      base: latest,
      latest: remark,
      theirs: theirChanges([], latest, remark),
      former: chosen,
    })
    expect(other.clashes).toEqual(chosen)
    expect(changesOf(other.draft, remark)).toEqual({ cardNo: 'C-9' })

    const again = { ...latest, version: 3, nickname: '又改' }
    const second = rebase(accepted, {
      base: latest,
      latest: again,
      theirs: theirChanges([], latest, again),
      former: chosen,
    })
    expect(second.clashes).toEqual([{ field: 'nickname', mine: '我的', choice: undefined }])
    expect(changesOf(second.draft, again)).toEqual({ nickname: '我的', cardNo: 'C-9' })
  })
})
