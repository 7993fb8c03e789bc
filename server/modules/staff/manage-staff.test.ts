import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { auditEntries } from '../../testing/audit-entries.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { asStaff, makeStaff, TEST_PASSWORD } from '../../testing/test-staff.ts'
import { createRole, deleteRole, updateRole } from '../roles/roles.service.ts'
import { createStore, listStores, updateStore } from '../stores/stores.service.ts'
import {
  createStaff,
  getStaff,
  listStaff,
  listStaffSessions,
  removeTotp,
  resetPassword,
  setStaffStatus,
  signIn,
  signOutStaff,
  unlockStaff,
  updateStaff,
  useReset,
} from './staff.service.ts'

const refusal = (code: string) => expect.objectContaining({ code }) as unknown
const PAGE = { pageNo: 1, pageSize: 50, keyword: '', sort: 'username', order: 'asc' } as const

describeOnBothDatabases('staff', (database) => {
  let ctx: Ctx<Db>
  let chief: number
  let here: number
  let elsewhere: number
  const roleIdOf = async (code: string) =>
    (await ctx.db.role.findUniqueOrThrow({ where: { code } })).id

  beforeAll(async () => {
    ctx = makeTestContext(database())
    chief = await makeStaff(ctx, { username: 'chief', roles: ['administrator'] })
    here = (await createStore(ctx, { code: 'HERE', name: '本店' })).id
    elsewhere = (await createStore(ctx, { code: 'THERE', name: '别店' })).id
  })
  beforeEach(() => {
    ctx = makeTestContext(database())
  })
  const entryOf = async (id: number, action: string) =>
    (await auditEntries(ctx, { targetType: 'adminUser', targetId: String(id), action })).at(-1)

  it('is created all or none, each with a code of its own and no password', async () => {
    const roleIds = [await roleIdOf('cashier')]
    const person = (username: string) => ({ username, displayName: '新人', roleIds, storeIds: [] })
    const taken = createStaff(ctx, [person('bulk1'), person('chief')])
    await expect(taken).rejects.toMatchObject({
      code: 'USERNAME_TAKEN',
      params: { username: 'chief' },
    })
    expect(await ctx.db.adminUser.count({ where: { username: 'bulk1' } })).toBe(0)
    const made = await createStaff(
      ctx,
      Array.from({ length: 30 }, (_, n) => person(`bulk${n}`)),
    )
    expect(new Set(made.map(({ code }) => code)).size).toBe(30)
    const stored = JSON.stringify(await ctx.db.adminUser.findMany())
    for (const { code } of made) expect(stored).not.toContain(code)
    await expect(signIn(ctx, { username: 'bulk1', password: '!' }, '')).rejects.toEqual(
      refusal('WRONG_CREDENTIALS'),
    )
  })

  it('keeps one administrator who can sign in, whichever way the last one would go', async () => {
    await expect(
      setStaffStatus(ctx, { id: chief, status: 'disabled', reason: '离职' }),
    ).rejects.toEqual(refusal('LAST_ADMINISTRATOR'))
    const cashier = {
      id: chief,
      displayName: '王磊',
      roleIds: [await roleIdOf('cashier')],
      storeIds: [],
    }
    await expect(updateStaff(ctx, cashier)).rejects.toEqual(refusal('LAST_ADMINISTRATOR'))
    expect((await getStaff(ctx, chief)).roles.map(({ code }) => code)).toEqual(['administrator'])
  })

  it('keeps one of two administrators who remove each other at the same time', async () => {
    const second = await makeStaff(ctx, { username: 'second', roles: ['administrator'] })
    const remove = async (actor: number, id: number) =>
      setStaffStatus(await asStaff(ctx, actor), { id, status: 'disabled', reason: '互删' })
    const both = await Promise.allSettled([remove(chief, second), remove(second, chief)])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const id of [chief, second]) {
      await ctx.db.adminUser.update({ where: { id }, data: { status: 'active' } })
    }
    await setStaffStatus(ctx, { id: second, status: 'disabled', reason: '清理' })
  })

  it('does not disable itself nor drop its own second factor as if it were another', async () => {
    const mine = await asStaff(ctx, chief)
    await expect(
      setStaffStatus(mine, { id: chief, status: 'disabled', reason: '手滑' }),
    ).rejects.toEqual(refusal('NOT_ON_YOURSELF'))
    await expect(removeTotp(mine, { id: chief, reason: '手滑' })).rejects.toEqual(
      refusal('NOT_ON_YOURSELF'),
    )
  })

  it('grants nobody a right that the granter does not have, by any road', async () => {
    const { id: roleId } = await createRole(ctx, {
      name: '人事',
      permissions: ['staff.view', 'staff.manage', 'roles.view', 'roles.manage'],
      scope: 'all',
    })
    const personnel = await makeStaff(ctx, { username: 'personnel', roleIds: [roleId] })
    const mine = await asStaff(ctx, personnel)
    const administrator = await roleIdOf('administrator')
    const wanted = { displayName: '甲', roleIds: [administrator], storeIds: [] }
    const roads = [
      () => createStaff(mine, [{ username: 'puppet', ...wanted }]),
      () => updateStaff(mine, { id: personnel, ...wanted }),
      // Whoever resets an administrator's password is one.
      () => resetPassword(mine, chief),
      () => setStaffStatus(mine, { id: chief, status: 'disabled', reason: '夺权' }),
      () => removeTotp(mine, { id: chief, reason: '夺权' }),
      () => signOutStaff(mine, { id: chief }),
      () => unlockStaff(mine, chief),
      () => updateStaff(mine, { id: chief, displayName: '甲', roleIds: [roleId], storeIds: [] }),
      () => createRole(mine, { name: '大权', permissions: ['audit.view'], scope: 'all' }),
      () =>
        updateRole(mine, {
          id: roleId,
          name: '人事',
          permissions: ['staff.view', 'staff.manage', 'roles.manage', 'audit.view'],
          scope: 'all',
        }),
    ]
    for (const road of roads) await expect(road()).rejects.toEqual(refusal('RIGHT_NOT_YOURS'))
  })

  it('lets who sees his own stores manage those and give nobody more', async () => {
    const { id: leaderRole } = await createRole(ctx, {
      name: '店长',
      permissions: [
        'staff.view',
        'staff.manage',
        'stores.view',
        'stores.manage',
        'roles.manage',
        'members.view',
      ],
      scope: 'own',
    })
    const leader = await makeStaff(ctx, {
      username: 'leader',
      roleIds: [leaderRole],
      storeIds: [here],
    })
    const stranger = await makeStaff(ctx, {
      username: 'stranger',
      roles: ['cashier'],
      storeIds: [elsewhere],
    })
    const mine = await asStaff(ctx, leader)

    expect((await listStaff(mine, PAGE)).list.map(({ username }) => username)).toEqual(['leader'])
    expect((await listStores(mine)).map(({ code }) => code)).toEqual(['HERE'])
    const hidden = [
      () => getStaff(mine, stranger),
      () => listStaffSessions(mine, stranger),
      () => setStaffStatus(mine, { id: stranger, status: 'disabled', reason: '越权' }),
      () => resetPassword(mine, stranger),
      () => updateStore(mine, { id: elsewhere, name: '抢', status: 'closed' }),
    ]
    for (const attempt of hidden) await expect(attempt()).rejects.toEqual(refusal('NOT_FOUND'))

    const { id: smallRole } = await createRole(mine, {
      name: '导购',
      permissions: ['members.view'],
      scope: 'own',
    })
    const person = {
      username: 'guide',
      displayName: '导购',
      roleIds: [smallRole],
      storeIds: [here],
    }
    await createStaff(mine, [person])
    await expect(
      createStaff(mine, [{ ...person, username: 'guide2', storeIds: [elsewhere] }]),
    ).rejects.toEqual(refusal('NOT_FOUND'))
    const allStores = {
      name: '全店',
      permissions: ['members.view'] as const,
      scope: 'all' as const,
    }
    await expect(
      createRole(mine, { ...allStores, permissions: [...allStores.permissions] }),
    ).rejects.toEqual(refusal('RIGHT_NOT_YOURS'))
  })

  it('leaves alone the stores of an account that its editor does not see', async () => {
    const { id: roleId } = await createRole(ctx, {
      name: '排班',
      permissions: ['staff.view', 'staff.manage'],
      scope: 'own',
    })
    const planner = await makeStaff(ctx, {
      username: 'planner',
      roleIds: [roleId],
      storeIds: [here],
    })
    const both = await makeStaff(ctx, {
      username: 'both',
      roleIds: [roleId],
      storeIds: [here, elsewhere],
    })
    const mine = await asStaff(ctx, planner)
    const bound = async () => (await getStaff(ctx, both)).stores.map(({ id }) => id)
    const change = { id: both, displayName: '两店', roleIds: [roleId] }
    await updateStaff(mine, { ...change, storeIds: [here] })
    expect(await bound()).toEqual([here, elsewhere])
    // The form sends back what it was given.
    await updateStaff(mine, { ...change, storeIds: [here, elsewhere] })
    expect(await bound()).toEqual([here, elsewhere])
    // Whoever could sign in as him would see the other store.
    const beyond = { code: 'RIGHT_NOT_YOURS', params: { permission: 'scope.all' } }
    await expect(resetPassword(mine, both)).rejects.toMatchObject(beyond)
    const lost = { id: both, reason: '换了手机' }
    await expect(removeTotp(mine, lost)).rejects.toMatchObject(beyond)
    await updateStaff(mine, { ...change, storeIds: [] })
    expect(await bound()).toEqual([elsewhere])
    // Out of his store is out of his sight.
    await expect(getStaff(mine, both)).rejects.toEqual(refusal('NOT_FOUND'))
  })

  it('refuses roles and stores that do not exist', async () => {
    const person = { username: 'ghost', displayName: '无', storeIds: [], roleIds: [999_999] }
    await expect(createStaff(ctx, [person])).rejects.toEqual(refusal('NOT_FOUND'))
    const roleIds = [await roleIdOf('cashier')]
    await expect(createStaff(ctx, [{ ...person, roleIds, storeIds: [999_999] }])).rejects.toEqual(
      refusal('NOT_FOUND'),
    )
  })

  it('keeps built-in roles and those in use as they are', async () => {
    const id = await roleIdOf('cashier')
    const other = { id, name: '改名', permissions: [], scope: 'all' as const }
    await expect(updateRole(ctx, other)).rejects.toEqual(refusal('ROLE_BUILT_IN'))
    await expect(deleteRole(ctx, id)).rejects.toEqual(refusal('ROLE_BUILT_IN'))
    const own = await createRole(ctx, { name: '临时', permissions: [], scope: 'own' })
    await makeStaff(ctx, { username: 'temp', roleIds: [own.id] })
    await expect(deleteRole(ctx, own.id)).rejects.toMatchObject({
      code: 'ROLE_IN_USE',
      params: { count: 1 },
    })
  })

  it('records who changed what, with values before and after', async () => {
    const id = await makeStaff(ctx, { username: 'changed', roles: ['cashier'], storeIds: [here] })
    const mine = await asStaff(ctx, chief)
    const roleIds = [await roleIdOf('operator')]
    await updateStaff(mine, { id, displayName: '改过', roleIds, storeIds: [here, elsewhere] })
    expect(await entryOf(id, 'staff.update')).toMatchObject({
      actorId: chief,
      before: { displayName: 'changed 的姓名', roles: ['cashier'], stores: ['HERE'] },
      after: { displayName: '改过', roles: ['operator'], stores: ['HERE', 'THERE'] },
    })
    await setStaffStatus(mine, { id, status: 'disabled', reason: '离职' })
    expect(await entryOf(id, 'staff.setStatus')).toMatchObject({
      reason: '离职',
      before: { status: 'active' },
      after: { status: 'disabled' },
    })
    const text = JSON.stringify(await ctx.db.auditEntry.findMany())
    expect(text).not.toContain(TEST_PASSWORD)
  })

  it('does not let a reset code open an account that is disabled', async () => {
    const id = await makeStaff(ctx, { username: 'gone', roles: ['cashier'] })
    const { code } = await resetPassword(ctx, id)
    await setStaffStatus(ctx, { id, status: 'disabled', reason: '离职' })
    await expect(useReset(ctx, { code, password: 'chosen by its owner 1' })).rejects.toEqual(
      refusal('RESET_INVALID'),
    )
  })

  it('does not let a reset code open more than it was given for', async () => {
    const roleIds = [await roleIdOf('cashier')]
    const id = await makeStaff(ctx, { username: 'rising', roleIds })
    const { code } = await resetPassword(ctx, id)
    const change = { id, displayName: '升职', storeIds: [] }
    await updateStaff(ctx, { ...change, roleIds: [await roleIdOf('operator')] })
    await expect(useReset(ctx, { code, password: 'chosen by its owner 1' })).rejects.toEqual(
      refusal('RESET_INVALID'),
    )
    const { code: later } = await resetPassword(ctx, id)
    await updateStaff(ctx, {
      ...change,
      displayName: '改名',
      roleIds: [await roleIdOf('operator')],
    })
    await useReset(ctx, { code: later, password: 'chosen by its owner 1' })
  })

  it('does not count an administrator who never chose a password as one who is left', async () => {
    const roleIds = [await roleIdOf('administrator')]
    await createStaff(ctx, [{ username: 'heir', displayName: '继任', roleIds, storeIds: [] }])
    const step = {
      id: chief,
      displayName: '退位',
      storeIds: [],
      roleIds: [await roleIdOf('cashier')],
    }
    await expect(updateStaff(ctx, step)).rejects.toEqual(refusal('LAST_ADMINISTRATOR'))
  })

  it('is found by the beginning of a name, where wildcards are plain characters', async () => {
    await makeStaff(ctx, { username: 'a_b', roles: ['cashier'] })
    const found = async (keyword: string) =>
      (await listStaff(ctx, { ...PAGE, keyword })).list.map(({ username }) => username)
    expect(await found('A_B')).toEqual(['a_b'])
    expect(await found('a%')).toEqual([])
    expect(await found('chief 的')).toEqual(['chief'])
  })

  it('refuses a second store with the same code, whatever its case', async () => {
    await expect(createStore(ctx, { code: 'HERE', name: '又一家' })).rejects.toEqual(
      refusal('CODE_TAKEN'),
    )
  })
})
