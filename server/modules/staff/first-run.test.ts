import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { keepBuiltInRoles } from '../roles/roles.service.ts'
import { DEFAULT_PRESETS } from '../settings/settings.contract.ts'
import { getSettings } from '../settings/settings.service.ts'
import { firstRunInput } from './staff.contract.ts'
import { createAdministrator, getSessionState, runFirst, signIn } from './staff.service.ts'

const refusal = (code: string) => expect.objectContaining({ code }) as unknown
const INPUT = firstRunInput.parse({
  username: 'sunhao',
  displayName: '孙浩',
  password: 'a long enough secret 42',
  company: { name: '沐禾生活', timeZone: 'Asia/Shanghai' },
  store: { code: 'hq', name: '总部' },
  presets: DEFAULT_PRESETS,
})

describeOnBothDatabases('first run', (database) => {
  let ctx: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    for (const table of ['adminUser', 'store', 'setting', 'auditEntry'] as const) {
      await (ctx.db[table] as { deleteMany(): Promise<unknown> }).deleteMany()
    }
    await keepBuiltInRoles(ctx)
  })

  it('makes administrator, company, store and presets, and takes up the time zone', async () => {
    const company = { name: '纽约店', timeZone: 'America/New_York' }
    await runFirst(ctx, { ...INPUT, company }, undefined)
    expect(await signIn(ctx, { username: 'sunhao', password: INPUT.password }, '')).toBeTruthy()
    expect(await getSettings(ctx)).toEqual({ company, presets: DEFAULT_PRESETS })
    expect(await ctx.db.store.findMany()).toMatchObject([{ code: 'HQ', name: '总部' }])
    expect(ctx.zone.name).toBe('America/New_York')
    expect((await getSessionState(ctx, undefined)).companyName).toBe('纽约店')
  })

  it('happens once, also when two try at the same time', async () => {
    const other = { ...INPUT, username: 'other', store: { code: 'B', name: '二' } }
    const both = await Promise.allSettled([
      runFirst(ctx, INPUT, undefined),
      runFirst(ctx, other, undefined),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await ctx.db.adminUser.count()).toBe(1)
    expect(await ctx.db.store.count()).toBe(1)
    await expect(runFirst(ctx, other, undefined)).rejects.toEqual(refusal('FIRST_RUN_DONE'))
  })

  it('asks for the token where other machines reach the server', async () => {
    const wrong = [undefined, '', 'wrong', 'the-toke', 'the-token-']
    for (const token of wrong) {
      await expect(runFirst(ctx, { ...INPUT, token }, 'the-token')).rejects.toEqual(
        refusal('FIRST_RUN_TOKEN_WRONG'),
      )
    }
    expect((await getSessionState(ctx, 'the-token')).firstRun).toEqual({
      isNeeded: true,
      needsToken: true,
    })
    await runFirst(ctx, { ...INPUT, token: 'the-token' }, 'the-token')
    expect((await getSessionState(ctx, 'the-token')).firstRun.isNeeded).toBe(false)
  })

  it('leaves nothing behind when it fails half way', async () => {
    await ctx.db.store.create({
      data: {
        uid: 'x',
        code: 'HQ',
        name: '旧',
        status: 'active',
        createdAt: new Date(0),
        updatedAt: new Date(0),
      },
    })
    await expect(runFirst(ctx, INPUT, undefined)).rejects.toEqual(refusal('CODE_TAKEN'))
    expect(await ctx.db.adminUser.count()).toBe(0)
    expect(await ctx.db.auditEntry.count()).toBe(0)
    expect((await getSettings(ctx)).company).toBeNull()
  })

  it('is over once the command line made an administrator', async () => {
    const { username, displayName, password } = INPUT
    await createAdministrator(ctx, { username, displayName, password })
    await expect(runFirst(ctx, INPUT, undefined)).rejects.toEqual(refusal('FIRST_RUN_DONE'))
  })

  it.each([
    { username: 'Ab' },
    { username: 'a b' },
    { username: '-ab' },
    { company: { name: '', timeZone: 'Asia/Shanghai' } },
    { company: { name: 'x', timeZone: 'Mars/Olympus' } },
    { store: { code: '中文', name: 'x' } },
    { presets: { ...DEFAULT_PRESETS, levels: [] } },
    { presets: { ...DEFAULT_PRESETS, pointsPerYuan: -1 } },
    { presets: { ...DEFAULT_PRESETS, pointsForOneYuan: 0.5 } },
    {
      presets: {
        ...DEFAULT_PRESETS,
        levels: [
          { name: 'a', growth: 5 },
          { name: 'b', growth: 5 },
        ],
      },
    },
  ])('refuses %j', (part) => {
    const isName = 'username' in part && part.username === 'Ab'
    // Names are told apart without regard to case, so capitals are taken and lowered.
    expect(firstRunInput.safeParse({ ...INPUT, ...part }).success).toBe(isName)
  })
})
