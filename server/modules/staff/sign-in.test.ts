import { randomUUID } from 'node:crypto'
import { TOTP, Secret } from 'otpauth'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { asStaff, makeStaff, TEST_PASSWORD } from '../../testing/test-staff.ts'
import { lockMs } from './lock-out.rules.ts'
import {
  authenticate,
  changePassword,
  disableOwnTotp,
  enableTotp,
  endOwnSessions,
  listOwnSessions,
  proposeTotp,
  resetPassword,
  setStaffStatus,
  signIn,
  signOut,
  signOutStaff,
  unlockStaff,
  updateStaff,
  useReset,
} from './staff.service.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const refusal = (code: string) => expect.objectContaining({ code }) as unknown

describe('the wait after wrong passwords', () => {
  it('begins with the fifth, doubles, and ends at an hour', () => {
    const minutes = [1, 4, 5, 6, 7, 10, 11, 12, 1000].map((n) => lockMs(n) / MINUTE_MS)
    expect(minutes).toEqual([0, 0, 1, 2, 4, 32, 60, 60, 60])
  })
})

describeOnBothDatabases('signing in', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>
  let id: number
  let count = 0
  let username = ''

  beforeAll(async () => {
    const base = makeTestContext(database())
    await makeStaff(base, { username: 'chief', roles: ['administrator'] })
  })
  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    username = `staff${(count += 1)}`
    id = await makeStaff(ctx, { username, roles: ['operator'] })
  })
  const enter = (password = TEST_PASSWORD, code?: string) =>
    signIn(ctx, { username, password, code }, 'a browser')

  it('gives a token that says who it is, and stores only its hash', async () => {
    const token = await enter()
    expect(await authenticate(ctx, token)).toMatchObject({ kind: 'staff', adminUserId: id })
    const stored = JSON.stringify(await ctx.db.adminSession.findMany())
    expect(stored).not.toContain(token)
    expect(await authenticate(ctx, `${token}x`)).toBeUndefined()
  })

  it('answers an unknown name, a wrong password and a disabled account alike', async () => {
    await setStaffStatus(ctx, { id, status: 'disabled', reason: '离职' })
    const unknown = signIn(ctx, { username: 'nobody', password: TEST_PASSWORD }, '')
    await expect(unknown).rejects.toEqual(refusal('WRONG_CREDENTIALS'))
    await expect(enter()).rejects.toEqual(refusal('WRONG_CREDENTIALS'))
    await expect(enter('wrong')).rejects.toEqual(refusal('WRONG_CREDENTIALS'))
  })

  it('locks a name that nobody has like one that somebody has', async () => {
    const guess = (name: string) => signIn(ctx, { username: name, password: 'wrong' }, '')
    const codes: string[][] = []
    for (const name of [username, `none-${randomUUID().slice(0, 8)}`]) {
      const seen: string[] = []
      for (let n = 0; n < 7; n += 1) {
        seen.push(await guess(name).then(String, (error: { code: string }) => error.code))
      }
      codes.push(seen)
    }
    expect(codes[0]).toEqual([
      ...Array<string>(5).fill('WRONG_CREDENTIALS'),
      'ACCOUNT_LOCKED',
      'ACCOUNT_LOCKED',
    ])
    expect(codes[1]).toEqual(codes[0])
  })

  it('refuses the right password too while it is locked, and takes it after the wait', async () => {
    for (let n = 0; n < 5; n += 1) await expect(enter('wrong')).rejects.toBeDefined()
    await expect(enter()).rejects.toMatchObject({
      code: 'ACCOUNT_LOCKED',
      params: { retryAfterSeconds: 60 },
    })
    clock.advance(MINUTE_MS + 1)
    expect(await enter()).toBeTruthy()
    // A right one sets the count back.
    await expect(enter('wrong')).rejects.toEqual(refusal('WRONG_CREDENTIALS'))
    expect(await enter()).toBeTruthy()
  })

  it('looks at five guesses and no more, however many come at once', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 18 }, () =>
        enter('wrong').then(String, (error: { code: string }) => error.code),
      ),
    )
    expect(guesses.filter((code) => code === 'WRONG_CREDENTIALS')).toHaveLength(5)
    expect(guesses.filter((code) => code === 'ACCOUNT_LOCKED')).toHaveLength(13)
  })

  it('lets an administrator end the wait', async () => {
    for (let n = 0; n < 5; n += 1) await expect(enter('wrong')).rejects.toBeDefined()
    await unlockStaff(ctx, id)
    expect(await enter()).toBeTruthy()
  })

  it('ends a session after twelve idle hours, and after a week however busy', async () => {
    const idle = await enter()
    clock.advance(12 * HOUR_MS)
    expect(await authenticate(ctx, idle)).toBeUndefined()
    const busy = await enter()
    for (let hour = 0; hour < 167; hour += 11) {
      expect(await authenticate(ctx, busy)).toBeDefined()
      clock.advance(11 * HOUR_MS)
    }
    expect(await authenticate(ctx, busy)).toBeUndefined()
  })

  it('puts a disabled account out with its next request', async () => {
    const token = await enter()
    await setStaffStatus(ctx, { id, status: 'disabled', reason: '离职' })
    expect(await authenticate(ctx, token)).toBeUndefined()
    await setStaffStatus(ctx, { id, status: 'active', reason: '回来' })
    expect(await authenticate(ctx, token)).toBeUndefined()
  })

  it('gives other rights with the next request', async () => {
    const token = await enter()
    expect((await authenticate(ctx, token))?.permissions.has('members.reveal')).toBe(true)
    const cashier = await ctx.db.role.findUniqueOrThrow({ where: { code: 'cashier' } })
    await updateStaff(ctx, { id, displayName: '小赵', roleIds: [cashier.id], storeIds: [] })
    const actor = await authenticate(ctx, token)
    expect(actor?.permissions.has('members.reveal')).toBe(false)
    expect(actor?.scope).toEqual({ kind: 'stores', storeIds: [] })
  })

  it('signs out here, elsewhere, and everywhere', async () => {
    const [here, there, third] = [await enter(), await enter(), await enter()]
    const mine = { ...ctx, actor: (await authenticate(ctx, here)) ?? ctx.actor }
    const sessions = await listOwnSessions(mine)
    expect(sessions).toHaveLength(3)
    expect(sessions.filter(({ isThis }) => isThis)).toHaveLength(1)
    const other = await authenticate(ctx, there)
    await endOwnSessions(mine, other?.sessionId)
    expect(await authenticate(ctx, there)).toBeUndefined()
    await endOwnSessions(mine, undefined)
    expect(await authenticate(ctx, third)).toBeUndefined()
    expect(await authenticate(ctx, here)).toBeDefined()
    await signOut(mine)
    expect(await authenticate(ctx, here)).toBeUndefined()
    const again = await enter()
    await signOutStaff(ctx, { id })
    expect(await authenticate(ctx, again)).toBeUndefined()
  })

  it('does not end a session of somebody else', async () => {
    const stranger = await makeStaff(ctx, { username: `other-${username}`, roles: ['operator'] })
    const token = await enter()
    const session = (await authenticate(ctx, token))?.sessionId
    await endOwnSessions(await asStaff(ctx, stranger), session)
    expect(await authenticate(ctx, token)).toBeDefined()
  })

  it('ends every other session when the password changes', async () => {
    const [here, there] = [await enter(), await enter()]
    const mine = { ...ctx, actor: (await authenticate(ctx, here)) ?? ctx.actor }
    const next = 'quite another secret 7'
    await expect(changePassword(mine, { current: 'wrong', next })).rejects.toEqual(
      refusal('WRONG_CREDENTIALS'),
    )
    await changePassword(mine, { current: TEST_PASSWORD, next })
    expect(await authenticate(ctx, here)).toBeDefined()
    expect(await authenticate(ctx, there)).toBeUndefined()
    await expect(enter()).rejects.toEqual(refusal('WRONG_CREDENTIALS'))
    expect(await enter(next)).toBeTruthy()
  })

  it('counts wrong passwords of an open session like those at the door', async () => {
    const mine = { ...ctx, actor: (await authenticate(ctx, await enter())) ?? ctx.actor }
    const guess = () => changePassword(mine, { current: 'wrong', next: 'x'.repeat(20) })
    for (let n = 0; n < 5; n += 1)
      await expect(guess()).rejects.toEqual(refusal('WRONG_CREDENTIALS'))
    await expect(guess()).rejects.toEqual(refusal('ACCOUNT_LOCKED'))
  })

  it.each([
    ['short', 'TOO_SHORT'],
    ['x'.repeat(129), 'TOO_LONG'],
    ['password1234', 'COMMON'],
  ])('refuses the password %s for being %s', async (password, fault) => {
    const { code } = await resetPassword(ctx, id)
    await expect(useReset(ctx, { code, password })).rejects.toMatchObject({
      code: 'PASSWORD_WEAK',
      fields: { password: expect.arrayContaining([fault]) as string[] },
    })
  })

  it('refuses a password that holds the name of its owner', async () => {
    const { code } = await resetPassword(ctx, id)
    await expect(
      useReset(ctx, { code, password: `my ${username.toUpperCase()} secret` }),
    ).rejects.toMatchObject({ fields: { password: ['HOLDS_NAME'] } })
  })

  it('takes a reset code once, within a day, and the newest only', async () => {
    const password = 'chosen by its owner 1'
    const old = await resetPassword(ctx, id)
    const { code } = await resetPassword(ctx, id)
    await expect(useReset(ctx, { code: old.code, password })).rejects.toEqual(
      refusal('RESET_INVALID'),
    )
    const token = await enter()
    await useReset(ctx, { code, password })
    expect(await authenticate(ctx, token)).toBeUndefined()
    expect(await enter(password)).toBeTruthy()
    await expect(useReset(ctx, { code, password })).rejects.toEqual(refusal('RESET_INVALID'))
    const late = await resetPassword(ctx, id)
    clock.advance(24 * HOUR_MS)
    await expect(useReset(ctx, { code: late.code, password })).rejects.toEqual(
      refusal('RESET_INVALID'),
    )
  })

  it('takes one of two uses of a reset code at the same time', async () => {
    const { code } = await resetPassword(ctx, id)
    const uses = await Promise.allSettled(
      ['first choice of two 1', 'second choice of two'].map((password) =>
        useReset(ctx, { code, password }),
      ),
    )
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  describe('with a second factor', () => {
    let secret = ''
    const codeAt = (offsetMs = 0) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({
        timestamp: clock.now().getTime() + offsetMs,
      })
    beforeEach(async () => {
      const mine = await asStaff(ctx, id)
      secret = (await proposeTotp(mine)).secret
      await enableTotp(mine, { secret, code: codeAt() })
      clock.advance(MINUTE_MS)
    })

    it('is not replaced by an open session that does not know the password', async () => {
      const mine = await asStaff(ctx, id)
      const other = (await proposeTotp(mine)).secret
      const code = new TOTP({ secret: Secret.fromBase32(other) }).generate({
        timestamp: clock.now().getTime(),
      })
      await expect(enableTotp(mine, { secret: other, code })).rejects.toEqual(
        refusal('TOTP_ALREADY_ON'),
      )
      expect(await enter(TEST_PASSWORD, codeAt())).toBeTruthy()
    })

    it('asks for the code only once the password is right', async () => {
      await expect(enter('wrong')).rejects.toEqual(refusal('WRONG_CREDENTIALS'))
      await expect(enter()).rejects.toEqual(refusal('CODE_REQUIRED'))
      expect(await enter(TEST_PASSWORD, codeAt())).toBeTruthy()
    })

    it('takes a code once', async () => {
      await enter(TEST_PASSWORD, codeAt())
      await expect(enter(TEST_PASSWORD, codeAt())).rejects.toEqual(refusal('WRONG_CODE'))
      clock.advance(30_000)
      expect(await enter(TEST_PASSWORD, codeAt())).toBeTruthy()
    })

    it('takes one of two sign-ins with one code at the same time', async () => {
      const code = codeAt()
      const both = await Promise.allSettled([
        enter(TEST_PASSWORD, code),
        enter(TEST_PASSWORD, code),
      ])
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })

    it('takes a clock that is half a minute off, and no more', async () => {
      await expect(enter(TEST_PASSWORD, codeAt(61_000))).rejects.toEqual(refusal('WRONG_CODE'))
      await expect(enter(TEST_PASSWORD, codeAt(-61_000))).rejects.toEqual(refusal('WRONG_CODE'))
      expect(await enter(TEST_PASSWORD, codeAt(29_000))).toBeTruthy()
    })

    it('counts wrong codes like wrong passwords', async () => {
      for (let n = 0; n < 5; n += 1) {
        await expect(enter(TEST_PASSWORD, '000000')).rejects.toEqual(refusal('WRONG_CODE'))
      }
      await expect(enter(TEST_PASSWORD, codeAt())).rejects.toEqual(refusal('ACCOUNT_LOCKED'))
    })

    it('stores the secret encrypted', async () => {
      const account = await ctx.db.adminUser.findUniqueOrThrow({ where: { id } })
      expect(account.totpCipher).toMatch(/^v1\./)
      expect(account.totpCipher).not.toContain(secret)
    })

    it('is turned off by its owner with the password', async () => {
      const mine = await asStaff(ctx, id)
      await expect(disableOwnTotp(mine, 'wrong')).rejects.toEqual(refusal('WRONG_CREDENTIALS'))
      await disableOwnTotp(mine, TEST_PASSWORD)
      expect(await enter()).toBeTruthy()
    })
  })

  it('is recorded: who came in, who was refused, nobody of the names that do not exist', async () => {
    await enter()
    await expect(enter('wrong')).rejects.toBeDefined()
    const entries = await ctx.db.auditEntry.findMany({
      where: { targetType: 'adminUser', targetId: String(id), action: { startsWith: 'session.' } },
      orderBy: { id: 'asc' },
    })
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['session.signIn', id],
      ['session.signInFailed', null],
    ])
  })
})
