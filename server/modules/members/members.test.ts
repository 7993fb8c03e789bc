import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { importMembers, type MemberFileRow } from './import-members.ts'
import { readMemberFile } from './member-file.ts'
import { listMembersInput } from './members.contract.ts'
import { countMembers, listMembers } from './members.queries.ts'

const folder = mkdtempSync(join(tmpdir(), '导入 import-'))
afterAll(() => rmSync(folder, { recursive: true }))

const mobileOf = (n: number) => `199${String(n).padStart(8, '0')}`
const row = (n: number, rest: Partial<MemberFileRow> = {}): MemberFileRow => ({
  line: n + 1,
  externalId: String(n).padStart(5, '0'),
  mobile: mobileOf(n),
  nickname: '',
  ...rest,
})

async function* rowsOf(rows: readonly MemberFileRow[]): AsyncGenerator<MemberFileRow> {
  yield* rows
}

function writeCsv(text: string | Buffer): string {
  const path = join(folder, 'members.csv')
  writeFileSync(path, text)
  return path
}

describeOnBothDatabases('members', (database, provider) => {
  let ctx: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    await ctx.db.member.deleteMany()
  })
  const add = (rows: readonly MemberFileRow[]) => importMembers(ctx, rowsOf(rows))
  const find = (keyword: string) => listMembers(ctx, listMembersInput.parse({ keyword }))

  it('imports rows and, given the same rows again, changes nothing', async () => {
    const rows = Array.from({ length: 1203 }, (_, i) => row(i + 1))
    expect(await add(rows)).toMatchObject({ rows: 1203, created: 1203, unchanged: 0, refused: 0 })
    const before = await ctx.db.member.findMany({ orderBy: { id: 'asc' } })
    expect(await add(rows)).toMatchObject({ created: 0, unchanged: 1203, refused: 0 })
    expect(await ctx.db.member.findMany({ orderBy: { id: 'asc' } })).toEqual(before)
    expect(await countMembers(ctx)).toEqual({ members: 1203, activeMembers: 1203 })
  })

  it('stopped at any batch and repeated, ends with every member once', async () => {
    const rows = Array.from({ length: 1200 }, (_, i) => row(i + 1))
    async function* broken() {
      yield* rows.slice(0, 700)
      throw new Error('power cut')
    }
    await expect(importMembers(ctx, broken())).rejects.toThrow('power cut')
    expect(await add(rows)).toMatchObject({ created: 700, unchanged: 500 })
    expect((await countMembers(ctx)).members).toBe(1200)
  })

  it('refuses rows one by one, naming the line, and takes the others', async () => {
    await add([row(1)])
    const result = await add([
      row(1, { line: 2, mobile: mobileOf(9) }),
      row(2, { line: 3, mobile: mobileOf(1) }),
      row(3, { line: 4, mobile: '12345' }),
      row(4, { line: 5, externalId: '  ' }),
      row(5, { line: 6, nickname: '长'.repeat(65) }),
      row(6, { line: 7 }),
      row(7, { line: 8, mobile: mobileOf(6) }),
      row(6, { line: 9, mobile: mobileOf(8) }),
    ])
    expect(result.refusals).toEqual([
      { line: 2, code: 'MEMBER_DIFFERS' },
      { line: 3, code: 'MOBILE_TAKEN' },
      { line: 4, code: 'MOBILE_INVALID' },
      { line: 5, code: 'INVALID_INPUT' },
      { line: 6, code: 'INVALID_INPUT' },
      { line: 8, code: 'MOBILE_TAKEN' },
      { line: 9, code: 'MEMBER_DIFFERS' },
    ])
    expect(result).toMatchObject({ rows: 8, created: 1, refused: 7 })
  })

  it('imports the same file from two places at once without doubling a member', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => row(i + 1))
    const results = await Promise.all([add(rows), add(rows), add([...rows].reverse())])
    expect(results.reduce((sum, { created }) => sum + created, 0)).toBe(600)
    expect(results.every(({ refused }) => refused === 0)).toBe(true)
    expect((await countMembers(ctx)).members).toBe(600)
  })

  it('finds a member by whole mobile, last four, external id, number, uid and nickname prefix', async () => {
    await add([
      row(7592, { nickname: '夏夏的小厨房' }),
      row(12, { nickname: 'Echo_100%' }),
      row(13, { nickname: 'EchoX100X' }),
    ])
    const [xia] = (await find('夏夏')).list
    expect(xia).toMatchObject({
      externalId: '07592',
      mobileMasked: '199****7592',
      nickname: '夏夏的小厨房',
    })
    for (const keyword of [
      '19900007592',
      '+86 199 0000 7592',
      '7592',
      '07592',
      xia?.memberNo,
      xia?.uid,
    ]) {
      expect((await find(keyword ?? '')).list, keyword).toEqual([xia])
    }
    expect((await find('echo')).total).toBe(2)
    expect((await find('echo_')).list.map(({ nickname }) => nickname)).toEqual(['Echo_100%'])
    expect((await find('echo_100%')).total).toBe(1)
    expect((await find('%')).total).toBe(0)
    expect((await find('厨房')).total).toBe(0)
    expect((await find('19900000099')).total).toBe(0)
  })

  it('pages through every member exactly once, whatever the order', async () => {
    await add(Array.from({ length: 57 }, (_, i) => row(i + 1)))
    for (const order of ['asc', 'desc'] as const) {
      const seen: number[] = []
      for (let pageNo = 1; pageNo <= 3; pageNo += 1) {
        const page = await listMembers(ctx, listMembersInput.parse({ pageNo, pageSize: 20, order }))
        expect(page.total).toBe(57)
        seen.push(...page.list.map(({ id }) => id))
      }
      expect(new Set(seen).size).toBe(57)
      expect(seen).toEqual([...seen].sort((a, b) => (order === 'asc' ? a - b : b - a)))
    }
  })

  it('keeps no mobile in plain text in any column', async () => {
    await add([row(4711)])
    const [stored] = await ctx.db.member.findMany()
    expect(JSON.stringify(stored)).not.toContain(mobileOf(4711))
    expect(JSON.stringify(stored)).not.toMatch(/"4711"/)
  })

  it('refuses a line with a cell too many or control characters, and takes the others', async () => {
    const text =
      'customerId,mobile,nickname\n1,19900000001,a,oops\n2,19900000002,b\n3,,a\u0000b\n4,\n'
    const result = await importMembers(ctx, readMemberFile(writeCsv(text)))
    expect(result).toMatchObject({ created: 1, refused: 3 })
    expect(result.refusals.map(({ line }) => line)).toEqual([2, 4, 5])
    expect((await find('2')).total).toBe(1)
  })

  it('finds an external id of any shape', async () => {
    const shapes = ['13912346207', '019596f0-0000-7000-8000-000000000000', '600000000007', '0042']
    await add(shapes.map((externalId, i) => row(i + 1, { externalId })))
    for (const externalId of shapes) {
      expect((await find(externalId)).list, externalId).toMatchObject([{ externalId }])
    }
  })

  it('reads a file with a byte order mark, quotes, CRLF and other headings', async () => {
    const path = writeCsv(
      '\ufeffExternalId,Nickname,Phone,Extra\r\n"A,1","夏 ""夏""",138-1234-6207,x\r\nB2,,,\r\n',
    )
    expect(await importMembers(ctx, readMemberFile(path))).toMatchObject({ created: 2, refused: 0 })
    expect((await find('A,1')).list).toMatchObject([
      { nickname: '夏 "夏"', mobileMasked: '138****6207' },
    ])
    expect((await find('B2')).list).toMatchObject([{ nickname: '', mobileMasked: null }])
  })

  it.each([
    ['an empty file', ''],
    ['a missing column', 'customerId,name\n1,x\n'],
    ['a doubled column', 'customerId,mobile,phone\n1,19900000001,19900000002\n'],
    [
      'GBK',
      Buffer.from('637573746f6d657249642c6d6f62696c652c6e69636b6e616d650a312c2ccfc4cfc40a', 'hex'),
    ],
    ['a line without end', `customerId,mobile\n${'x'.repeat(200_000)}`],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ])('refuses %s as a whole and writes nothing', async (_what, text) => {
    await expect(importMembers(ctx, readMemberFile(writeCsv(text)))).rejects.toMatchObject({
      code: 'IMPORT_FILE_INVALID',
    })
    expect((await countMembers(ctx)).members).toBe(0)
  })

  it(`says which file is missing (${provider})`, async () => {
    await expect(
      importMembers(ctx, readMemberFile(join(folder, 'none.csv'))),
    ).rejects.toMatchObject({
      code: 'IMPORT_FILE_INVALID',
    })
  })
})
