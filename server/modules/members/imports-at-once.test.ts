import { pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { Ctx, Db } from '../../db/context.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { inTransaction } from '../../db/transaction.ts'
import { importBytes } from '../../testing/import-text.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { insertMembers, prepareMember } from './insert-members.ts'
import { countMembers, memberImporter } from './members.service.ts'

const idOf = (n: number) => String(n).padStart(5, '0')
const fileOf = (numbers: readonly number[]) => ['customerId', ...numbers.map(idOf)].join('\n')
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)
const sumOfCreated = (results: readonly { created: { rows: number } }[]) =>
  results.reduce((sum, { created }) => sum + created.rows, 0)

/** A door that one side waits at until the other opens it. */
function makeGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

const unsaid = {
  nickname: '',
  mobile: null,
  email: null,
  realName: null,
  cardNo: null,
  avatarUrl: null,
  gender: 'unknown',
  birthday: null,
  regionCode: null,
  remark: '',
  registerChannel: 'import',
  registerStoreId: null,
  homeStoreId: null,
} as const

describeOnBothDatabases('imports of the same members at once', (database, provider) => {
  let ctx: Ctx<Db>
  let warnings: string[]
  beforeEach(async () => {
    warnings = []
    const log = pino({ level: 'warn' }, { write: (line) => warnings.push(line) })
    ctx = makeTestContext(database(), { log })
    await ctx.db.member.deleteMany()
  })
  const add = (file: string) => importBytes(ctx, memberImporter, file)

  it('from three places double no member', async () => {
    const file = fileOf(upTo(600))
    const backwards = fileOf(upTo(600).reverse())
    const results = await Promise.all([add(file), add(file), add(backwards)])
    expect(sumOfCreated(results)).toBe(600)
    expect(results.every(({ refused }) => refused.rows === 0)).toBe(true)
    expect((await countMembers(ctx)).members).toBe(600)
  })

  const waitForLocks = async () => {
    const [row] = await queryRows(
      ctx,
      sql`SELECT COUNT(*) AS "count" FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      z.object({ count: z.coerce.number() }),
    )
    return row?.count
  }

  // SQLite has one writer: there the queue itself keeps them apart.
  const meeting = provider === 'postgresql' ? 'deadlock' : 'wait for the one writer'
  it(`one forwards and one backwards, which ${meeting}, both end with every member once`, async () => {
    const isTaken = makeGate()
    const bothWait = makeGate()
    const givenUp = new Error('somebody else gives the member in the middle up')
    const middle = inTransaction(ctx, async (tx) => {
      const member = { ...unsaid, externalId: idOf(2), registeredAt: ctx.clock.now() }
      await insertMembers(tx, [prepareMember(ctx, member)])
      isTaken.open()
      await bothWait.opened
      throw givenUp
    })
    const end = expect(middle).rejects.toThrow(givenUp)
    await isTaken.opened
    const imports = [add(fileOf([1, 2, 3])), add(fileOf([3, 2, 1]))]
    if (provider === 'postgresql') await expect.poll(waitForLocks).toBe(2)
    bothWait.open()
    await end
    expect(sumOfCreated(await Promise.all(imports))).toBe(3)
    expect((await countMembers(ctx)).members).toBe(3)
    if (provider === 'postgresql') expect(warnings.join('')).toMatch(/conflicted and runs again/)
  })
})
