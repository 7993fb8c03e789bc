import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { asStaff, makeStaff } from '../../testing/test-staff.ts'
import { createViewInput, setPreferenceInput, viewQuery } from './preferences.contract.ts'
import { getPreferences, setPreference } from './preferences.service.ts'
import { createView, deleteView, listViews, updateView } from './saved-views.ts'

const refusal = (code: string) => expect.objectContaining({ code }) as unknown

describe('the input of a preference', () => {
  it.each(['', '__proto__', 'a b', 'table.', 'x'.repeat(40), 'a.b.c'])(
    'refuses the name %s',
    (name) => {
      expect(setPreferenceInput.safeParse({ name, value: 1 }).success).toBe(false)
    },
  )
  it('refuses more than anybody can choose by hand', () => {
    expect(setPreferenceInput.safeParse({ name: 'tabs', value: 'x'.repeat(20_000) }).success).toBe(
      false,
    )
  })
  it('leaves out of a view what was searched for: it may be a name', () => {
    const query = { keyword: '欧阳鸢尾', status: 'active' }
    expect(viewQuery.parse(query)).toEqual({ status: 'active' })
  })
  it('refuses a view whose query is no query', () => {
    const view = { list: 'members', name: '视图', sharing: 'own', roleId: null }
    expect(createViewInput.safeParse({ ...view, query: { status: 'active' } }).success).toBe(true)
    expect(createViewInput.safeParse({ ...view, query: { 'a b': '1' } }).success).toBe(false)
    expect(createViewInput.safeParse({ ...view, query: { a: 'x'.repeat(501) } }).success).toBe(
      false,
    )
  })
})

describeOnBothDatabases('what staff keep for themselves', (database) => {
  let ctx: Ctx<Db>
  let xiao: Ctx<Db>
  let wang: Ctx<Db>
  let cashierRole: number
  beforeAll(async () => {
    ctx = makeTestContext(database())
    const operator = await makeStaff(ctx, { username: 'xiao', roles: ['operator'] })
    const cashier = await makeStaff(ctx, { username: 'wang', roles: ['cashier'] })
    xiao = await asStaff(ctx, operator)
    wang = await asStaff(ctx, cashier)
    cashierRole = (await ctx.db.role.findUniqueOrThrow({ where: { code: 'cashier' } })).id
  })
  beforeEach(async () => {
    await ctx.db.savedView.deleteMany()
    await ctx.db.preference.deleteMany()
  })
  const view = {
    list: 'members',
    name: '金卡',
    query: { level: 'gold' },
    sharing: 'own',
    roleId: null,
  } as const

  it('preferences are one’s own, replaced whole, forgotten by null', async () => {
    await setPreference(xiao, { name: 'theme', value: 'dark' })
    await setPreference(xiao, { name: 'table.members', value: { columns: ['a'] } })
    await setPreference(xiao, { name: 'table.members', value: { columns: ['b'] } })
    expect(await getPreferences(xiao)).toEqual({
      theme: 'dark',
      'table.members': { columns: ['b'] },
    })
    expect(await getPreferences(wang)).toEqual({})
    await setPreference(xiao, { name: 'theme', value: null })
    expect(Object.keys(await getPreferences(xiao))).toEqual(['table.members'])
  })

  it('preferences have an end', async () => {
    const letters = 'abcdefghij'
    for (let n = 0; n < 100; n += 1) {
      const name = `x${letters[Math.floor(n / 10)] ?? ''}${letters[n % 10] ?? ''}`
      await setPreference(xiao, { name, value: n })
    }
    await expect(setPreference(xiao, { name: 'more', value: 1 })).rejects.toEqual(
      refusal('INVALID_INPUT'),
    )
    await setPreference(xiao, { name: 'xaa', value: 'again' })
  })

  it('a view is its owner’s until it is shared', async () => {
    const { id } = await createView(xiao, view)
    expect(await listViews(wang, 'members')).toEqual([])
    await updateView(xiao, { ...view, id, sharing: 'all' })
    expect(await listViews(wang, 'members')).toMatchObject([{ id, isMine: false, name: '金卡' }])
    expect(await listViews(wang, 'staff')).toEqual([])
    await updateView(xiao, { ...view, id, sharing: 'role', roleId: cashierRole })
    expect(await listViews(wang, 'members')).toHaveLength(1)
    const operatorRole = (await ctx.db.role.findUniqueOrThrow({ where: { code: 'operator' } })).id
    await updateView(xiao, { ...view, id, sharing: 'role', roleId: operatorRole })
    expect(await listViews(wang, 'members')).toEqual([])
  })

  it('a view is changed and removed by its owner only, also when it is shared', async () => {
    const { id } = await createView(xiao, { ...view, sharing: 'all' })
    await expect(updateView(wang, { ...view, id })).rejects.toEqual(refusal('NOT_FOUND'))
    await expect(deleteView(wang, id)).rejects.toEqual(refusal('NOT_FOUND'))
    await deleteView(xiao, id)
    expect(await listViews(xiao, 'members')).toEqual([])
  })

  it('sharing needs the right, and a role that exists', async () => {
    await expect(createView(wang, { ...view, sharing: 'all' })).rejects.toEqual(
      refusal('FORBIDDEN'),
    )
    const { id } = await createView(wang, view)
    await expect(updateView(wang, { ...view, id, sharing: 'all' })).rejects.toEqual(
      refusal('FORBIDDEN'),
    )
    await expect(createView(xiao, { ...view, sharing: 'role', roleId: 999_999 })).rejects.toEqual(
      refusal('NOT_FOUND'),
    )
  })

  it('a list keeps fifty views of one person', async () => {
    for (let n = 0; n < 50; n += 1) await createView(xiao, view)
    await expect(createView(xiao, view)).rejects.toEqual(refusal('VIEW_LIMIT'))
    await createView(xiao, { ...view, list: 'staff' })
    await createView(wang, view)
  })
})
