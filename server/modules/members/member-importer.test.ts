import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { writeXlsx } from '../../kernel/table/write-xlsx.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { importBytes } from '../../testing/import-text.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { BATCH_ROWS } from '../imports/imports.service.ts'
import { createStore, updateStore } from '../stores/stores.service.ts'
import { listMembersInput } from './members.contract.ts'
import { countMembers, getMember, listMembers, memberImporter } from './members.service.ts'

const mobileOf = (n: number) => `199${String(n).padStart(8, '0')}`
const idOf = (n: number) => String(n).padStart(5, '0')
const fileOf = (numbers: readonly number[]) =>
  ['customerId,mobile', ...numbers.map((n) => `${idOf(n)},${mobileOf(n)}`)].join('\n')
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

describeOnBothDatabases('the import of members', (database) => {
  let ctx: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    await ctx.db.member.deleteMany()
  })
  const add = (file: string | Uint8Array, isDryRun = false) =>
    importBytes(ctx, memberImporter, file, { isDryRun })
  const refusalsOf = async (file: string) =>
    (await add(file)).refusals.map(({ line, code, field }) => [line, code, field])
  const ofStores = (...storeIds: number[]): Ctx<Db> => ({
    ...ctx,
    actor: { ...ctx.actor, scope: { kind: 'stores', storeIds } },
  })
  const members = () => ctx.db.member.findMany({ orderBy: { id: 'asc' } })

  it('given the same file again, changes nothing', async () => {
    const file = fileOf(upTo(2_203))
    expect(await add(file)).toMatchObject({ all: { rows: 2203 }, created: { rows: 2203 } })
    const before = await members()
    const again = await add(file)
    expect(again).toMatchObject({ created: { rows: 0 }, unchanged: { rows: 2203 } })
    expect(await members()).toEqual(before)
    expect(await countMembers(ctx)).toEqual({ members: 2203, activeMembers: 2203 })
  })

  it('a dry run says what the import does, and writes nothing', async () => {
    await add(fileOf([1, 2]))
    const file = `${fileOf([1, 2, 3, 3, 4])}\n00005,12345\n00006,${mobileOf(1)}\n00003,${mobileOf(9)}`
    const before = await members()
    const { refusals: foreseen, ...dry } = await add(file, true)
    expect(await members()).toEqual(before)
    const { refusals, ...real } = await add(file)
    expect(dry).toEqual(real)
    expect(foreseen).toEqual(refusals)
    expect(real).toMatchObject({
      all: { rows: 8 },
      created: { rows: 2 },
      unchanged: { rows: 3 },
      refused: { rows: 3 },
    })
  })

  it('a card that looks like an external number is another kind of number', async () => {
    const file = 'externalId,cardNo\n1001,\n,1001\n'
    expect(await add(file)).toMatchObject({ created: { rows: 2 }, refused: { rows: 0 } })
  })

  it('stopped at any batch and repeated, ends with every member once', async () => {
    const rest = 400
    const all = 2 * BATCH_ROWS + rest
    const file = fileOf(upTo(all))
    const failing: typeof memberImporter = {
      ...memberImporter,
      async begin(ctx, origin) {
        const reader = await memberImporter.begin(ctx, origin)
        let batches = 0
        return {
          ...reader,
          store(ctx, records) {
            batches += 1
            if (batches === 2) throw new Error('power cut')
            return reader.store(ctx, records)
          },
        }
      },
    }
    const stopped = importBytes(ctx, failing, file)
    await expect(stopped).rejects.toThrow('power cut')
    // Of the batches beside the one that failed, those that could were stored whole.
    const { members } = await countMembers(ctx)
    expect([0, BATCH_ROWS, rest, BATCH_ROWS + rest]).toContain(members)
    const { created, unchanged } = await add(file)
    expect([created.rows, unchanged.rows]).toEqual([all - members, members])
    expect((await countMembers(ctx)).members).toBe(all)
  })

  it('refuses rows one by one, naming line and field, and takes the others', async () => {
    await add(fileOf([1]))
    const rows = [
      'customerId,mobile,nickname,email,birthday,gender',
      `00001,${mobileOf(9)},,,,`,
      `00002,${mobileOf(1)},,,,`,
      '00003,12345,,,,',
      ' ,,,,,',
      `00005,,${'长'.repeat(65)},,,`,
      `00006,${mobileOf(6)},,,,`,
      `00007,${mobileOf(6)},,,,`,
      `00006,${mobileOf(8)},,,,`,
      '00010,,,not-an-address,,',
      '00011,,,,1997-02-30,',
      '00012,,,,2026-03-20,',
      '00013,,,,,dunno',
      '00014,,=HYPERLINK("http://evil"),,,',
      '00015,,=_=,,,',
      '00016,,,,',
      '00017,,a\u0001b,,,',
    ]
    const file = rows.join('\n')
    expect(await refusalsOf(file)).toEqual([
      [2, 'MEMBER_DIFFERS', null],
      [3, 'MOBILE_TAKEN', 'mobile'],
      [4, 'MOBILE_INVALID', 'mobile'],
      [5, 'CONTACT_MISSING', null],
      [6, 'CELL_TOO_LONG', 'nickname'],
      [8, 'MOBILE_TAKEN', 'mobile'],
      [9, 'ROW_REPEATED', null],
      [10, 'EMAIL_INVALID', 'email'],
      [11, 'DATE_INVALID', 'birthday'],
      [12, 'DATE_INVALID', 'birthday'],
      [13, 'CELL_UNKNOWN_VALUE', 'gender'],
      [14, 'CELL_IS_FORMULA', 'nickname'],
      [16, 'ROW_INCOMPLETE', null],
      [17, 'CELL_NOT_TEXT', 'nickname'],
    ])
    expect(await members()).toHaveLength(3)
  })

  it('takes rows of a workbook whose last cells are empty', async () => {
    async function* rows() {
      yield ['customerId', 'mobile', 'nickname', 'remark']
      yield ['00001', mobileOf(1), '', '']
      yield ['00002', mobileOf(2), '夏夏', '']
    }
    const file: Buffer[] = []
    for await (const piece of writeXlsx(rows())) file.push(piece)
    expect(await add(Buffer.concat(file))).toMatchObject({
      created: { rows: 2 },
      refused: { rows: 0 },
    })
  })

  it('reads every field, in Chinese, and keeps what is personal out of plain text', async () => {
    await createStore(ctx, { code: 'SH1', name: '静安店' })
    await createStore(ctx, { code: 'SH2', name: '徐汇店' })
    const file = [
      '客户编号,手机号码（必填）,姓名,昵称,邮箱,性别,生日,地区,所属门店,卡号,入会时间,备注,注册门店,注册渠道,状态,头像',
      'A-1,138-1234-6207,沈小夏,夏夏的小厨房,Xia.Shen@Outlook.com,女,1990/3/18,浙江省杭州市西湖区,静安店,VIP0001,2020年5月1日,老客户,徐汇店,小程序,停用,https://img.example.com/1.jpg',
    ].join('\r\n')
    expect(await add(file)).toMatchObject({ created: { rows: 1 }, refused: { rows: 0 } })
    const [stored] = await members()
    expect(
      JSON.stringify(stored, (_, v: unknown) => (typeof v === 'bigint' ? Number(v) : v)),
    ).not.toMatch(/13812346207|沈小夏|xia\.shen/i)
    expect(await getMember(ctx, { uid: stored?.uid ?? '' })).toMatchObject({
      externalId: 'A-1',
      mobileMasked: '138****6207',
      realNameMasked: '沈*夏',
      emailMasked: 'xi***@outlook.com',
      gender: 'female',
      birthday: '1990-03-18',
      regionCode: '330106',
      homeStore: '静安店',
      cardNo: 'VIP0001',
      registeredAt: Date.parse('2020-04-30T16:00:00Z'),
      remark: '老客户',
      registerStore: '徐汇店',
      registerChannel: 'miniProgram',
      status: 'disabled',
      avatarUrl: 'https://img.example.com/1.jpg',
    })
    expect(await add(file)).toMatchObject({ unchanged: { rows: 1 } })
    expect(await add(file.replace('停用', '正常'))).toMatchObject({ refused: { rows: 1 } })
  })

  it('says which of the words it does not know', async () => {
    const file = [
      'customerId,status,registerChannel,registerStore,avatar',
      '1,睡着,,,',
      '2,,传真,,',
      '3,,,没有的店,',
      '4,,,,http://img.example.com/1.jpg',
      '5,,,,',
    ].join('\n')
    expect(await refusalsOf(file)).toEqual([
      [2, 'CELL_UNKNOWN_VALUE', 'status'],
      [3, 'CELL_UNKNOWN_VALUE', 'registerChannel'],
      [4, 'STORE_UNKNOWN', 'registerStore'],
      [5, 'ADDRESS_INVALID', 'avatar'],
    ])
    expect(await members()).toMatchObject([{ status: 'active', registerChannel: 'import' }])
  })

  it('an empty cell says nothing about a member that is there', async () => {
    await add(`customerId,mobile,nickname\n1,${mobileOf(1)},夏夏`)
    expect(await add('customerId,mobile,nickname\n1,,')).toMatchObject({ unchanged: { rows: 1 } })
    expect(await add('customerId,nickname\n1,别人')).toMatchObject({ refused: { rows: 1 } })
  })

  it('knows members by mobile or card alone', async () => {
    expect(await add(`手机号,昵称\n${mobileOf(1)},甲`)).toMatchObject({ created: { rows: 1 } })
    expect(await add(`手机号,昵称\n${mobileOf(1)},甲`)).toMatchObject({ unchanged: { rows: 1 } })
    expect(await add(`卡号,昵称\nC1,乙`)).toMatchObject({ created: { rows: 1 } })
    expect(await add(`卡号,昵称\nC1,乙`)).toMatchObject({ unchanged: { rows: 1 } })
  })

  it('who belongs to one store imports into it alone, also without naming it', async () => {
    const { id } = await createStore(ctx, { code: 'HZ1', name: '杭州店' })
    await createStore(ctx, { code: 'HZ2', name: '别家店' })
    const own = ofStores(id)
    const { refusals } = await importBytes(own, memberImporter, '编号,门店\n1,HZ1\n2,别家店\n3,')
    expect(refusals.map(({ line, code }) => [line, code])).toEqual([[3, 'STORE_UNKNOWN']])
    await importBytes(own, memberImporter, '编号\n4')
    const stores = (await members()).map(({ externalId, homeStoreId }) => [externalId, homeStoreId])
    expect(stores).toEqual([
      ['1', id],
      ['3', id],
      ['4', id],
    ])
    expect((await listMembers(own, listMembersInput.parse({}))).total).toBe(3)
  })

  it('who belongs to several stores, or to one that is closed, has to name an open one', async () => {
    const { id } = await createStore(ctx, { code: 'HZ3', name: '西湖店' })
    const { id: closed } = await createStore(ctx, { code: 'HZ4', name: '老店' })
    await updateStore(ctx, { id: closed, name: '老店', status: 'closed' })
    for (const own of [ofStores(id, closed), ofStores(closed), ofStores()]) {
      expect(await importBytes(own, memberImporter, '编号,门店\n1,\n2,HZ4')).toMatchObject({
        refused: { rows: 2 },
        reasons: [{ code: 'STORE_UNKNOWN', count: 2 }],
      })
    }
    const named = await importBytes(ofStores(id, closed), memberImporter, '编号,门店\n1,HZ3')
    expect(named).toMatchObject({ created: { rows: 1 } })
  })
})
