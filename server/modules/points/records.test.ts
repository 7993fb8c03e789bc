import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { KnownPage } from '../../contract/pagination.ts'
import type { Ctx, Db } from '../../db/context.ts'
import { iterateFixed } from '../../db/iterate-list.ts'
import { readLongList } from '../../db/long-list.ts'
import { inTransaction } from '../../db/transaction.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../../testing/test-context.ts'
import { plainMember } from '../../testing/test-member.ts'
import { Walk, walks } from '../../testing/ledger-walk.ts'
import { createStore } from '../stores/stores.service.ts'
import { matchingEntries } from './entry-search.sql.ts'
import type { LedgerCommand } from './ledger-commands.ts'
import { getAccount } from './point-accounts.ts'
import { getLot } from './point-lots.ts'
import { postCommands } from './post-commands.ts'
import { entryFilter, listEntriesInput, type EntryFilter } from './records.contract.ts'
import { getEntry, listEntries, sumEntries } from './records.queries.ts'

const MEMBERS = 10
type Stored = Awaited<ReturnType<Db['pointEntry']['findMany']>>[number]

describeOnBothDatabases('points records', (database) => {
  let ctx: Ctx<Db>
  let clock: FakeClock
  const uids: string[] = []
  const ids: number[] = []
  const stores: number[] = []
  let entries: Stored[] = []
  let count = 0

  async function makeMember(homeStoreId: number | null) {
    const n = (count += 1)
    const uid = `019cfe00-0000-7000-8000-${String(n).padStart(12, '0')}`
    const number = { uid, memberNo: `R${n}`, externalId: `EXT${n}`, homeStoreId }
    const { id } = await ctx.db.member.create({
      data: { ...plainMember(ctx.clock.now()), ...number },
    })
    return { id, uid }
  }
  async function give(command: object) {
    const about = {
      ...{ business: 'manual', businessId: '1', occurredAt: ctx.clock.now() },
      explanation: { kind: 'byHand' },
    }
    // Tests name the commands they mean.
    const commands = [{ ...command, about } as LedgerCommand]
    const [outcome] = await inTransaction(ctx, (ctx) => postCommands(ctx, commands))
    if (!outcome || !('answer' in outcome)) throw new Error(JSON.stringify(outcome))
    return outcome.answer
  }
  const seenBy = (...storeIds: number[]): Ctx<Db> => ({
    ...ctx,
    actor: { ...ctx.actor, scope: { kind: 'stores', storeIds } },
  })
  /** As the list has them, by sorting them here. */
  const inOrder = (some: readonly Stored[]) =>
    [...some].sort((a, b) => +b.bookedAt - +a.bookedAt || (a.id < b.id ? 1 : -1))

  beforeAll(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    for (const code of ['R1', 'R2']) stores.push((await createStore(ctx, { code, name: code })).id)
    const steps = fc.sample(
      walks.filter((walk) => walk.length > 12),
      { numRuns: MEMBERS, seed: 11 },
    )
    for (let i = 0; i < MEMBERS; i += 1) {
      const { id, uid } = await makeMember(i === 0 ? null : (stores[i % 2] ?? null))
      ids.push(id)
      uids.push(uid)
      const ledger = {
        memberId: id,
        today: '2026-03-18',
        async do(command: LedgerCommand) {
          // Some are booked in one moment, some on another day, in another store, by somebody, in a batch.
          clock.advance(count % 3 === 0 ? 0 : 1_800_000)
          const n = (count += 1)
          const about = {
            ...command.about,
            business: n % 4 === 0 ? ('orderAward' as const) : ('manual' as const),
            businessId: `A${n % 9}`,
            occurredAt: clock.now(),
            storeId: n % 2 === 0 ? (stores[0] ?? null) : null,
            ...(n % 3 === 0 ? { batchId: 'B1' } : {}),
            ...(n % 3 === 1 ? { by: { kind: 'staff' as const, id: 7, name: '林晓雯' } } : {}),
          }
          const commands = [{ ...command, about }]
          const [outcome] = await inTransaction(ctx, (ctx) => postCommands(ctx, commands))
          if (!outcome) throw new Error('a command has an outcome')
          return outcome
        },
      }
      const walk = new Walk(ledger)
      for (const step of steps[i] ?? []) await walk.take(step)
    }
    entries = await ctx.db.pointEntry.findMany()
    expect(entries.length).toBeGreaterThan(60)
  })

  const filters = (): [string, Partial<EntryFilter>, (entry: Stored) => boolean][] => [
    ['nothing', {}, () => true],
    ['a member', { memberUid: uids[1] ?? '' }, ({ memberId }) => memberId === ids[1]],
    ['a keyword', { keyword: 'EXT1' }, ({ memberId }) => memberId === ids[0]],
    ['a business', { business: 'orderAward' }, ({ business }) => business === 'orderAward'],
    ['a kind', { kind: 'spend' }, ({ kind }) => kind === 'spend'],
    ['added', { sign: 'added' }, ({ points }) => points > 0],
    ['taken', { sign: 'taken' }, ({ points }) => points < 0],
    ['pending', { sign: 'pending' }, ({ pending }) => pending !== 0],
    ['a store', { storeId: stores[0] ?? 0 }, ({ storeId }) => storeId === stores[0]],
    ['a number', { businessId: 'A3' }, ({ businessId }) => businessId === 'A3'],
    ['a batch', { batchId: 'B1' }, ({ batchId }) => batchId === 'B1'],
    ['somebody', { staffId: 7 }, ({ actorId }) => actorId === 7],
    [
      'days',
      { dayFrom: '2026-03-19', dayTo: '2026-03-20' },
      ({ businessDate }) => businessDate >= '2026-03-19' && businessDate <= '2026-03-20',
    ],
    [
      'several',
      { kind: 'earn', storeId: stores[0] ?? 0, sign: 'added' },
      ({ kind, storeId, points }) => kind === 'earn' && storeId === stores[0] && points > 0,
    ],
  ]

  it('are found by every filter, newest first, and their totals are the sum of what is found', async () => {
    const limits = { few: 0, near: 7, ways: 0, joined: 0, gather: 0, exact: 10_000 }
    for (const [name, input, fits] of filters()) {
      const expected = inOrder(entries.filter(fits))
      expect(expected.length, name).toBeGreaterThan(2)
      const wanted = listEntriesInput.parse({ ...input, pageSize: 100 })
      const { list, total } = await listEntries(ctx, wanted)
      expect(total, name).toBe(expected.length)
      const first = expected.slice(0, 100).map(({ id }) => id)
      expect(
        list.map(({ id }) => id),
        name,
      ).toEqual(first)
      // The same page by walking the order of the list, as where millions match.
      const matching = await matchingEntries(ctx, wanted, wanted)
      const walked = await readLongList(ctx, { ...matching, pageNo: 1, pageSize: 100 }, limits)
      expect(walked.ids, name).toEqual(first)
      const all: string[] = []
      for await (const some of iterateFixed(ctx, matching, 9)) all.push(...some)
      expect(all, name).toEqual(expected.map(({ id }) => id))
      const sum = (of: (entry: Stored) => number) => expected.reduce((n, one) => n + of(one), 0)
      expect(await sumEntries(ctx, entryFilter.parse(input)), name).toEqual({
        entries: expected.length,
        added: sum(({ points }) => Math.max(points, 0)),
        taken: sum(({ points }) => Math.max(-points, 0)),
        net: sum(({ points }) => points),
        pending: sum(({ pending }) => pending),
      })
    }
  })

  it('of members of another store are not there: in the list, in totals, alone, as lots', async () => {
    const own = new Set(ids.filter((_, i) => i > 0 && i % 2 === 1))
    const mine = inOrder(entries.filter(({ memberId }) => own.has(memberId)))
    const by = seenBy(stores[1] ?? 0)
    const { list, total } = await listEntries(by, listEntriesInput.parse({ pageSize: 100 }))
    expect(list.map(({ id }) => id)).toEqual(mine.slice(0, 100).map(({ id }) => id))
    expect(total).toBe(mine.length)
    const matching = await matchingEntries(by, entryFilter.parse({}), { order: 'desc' })
    const limits = { few: 0, near: 7, ways: 0, joined: 0, gather: 0, exact: 10_000 }
    const walked = await readLongList(by, { ...matching, pageNo: 1, pageSize: 50 }, limits)
    expect(walked.ids).toEqual(mine.slice(0, 50).map(({ id }) => id))
    expect((await sumEntries(by, entryFilter.parse({}))).entries).toBe(mine.length)
    const foreign = entries.find(({ memberId }) => memberId === ids[2])
    const lot = await ctx.db.pointLot.findFirstOrThrow({ where: { memberId: ids[2] ?? 0 } })
    const refused = { code: 'NOT_FOUND' }
    await expect(getEntry(by, { id: foreign?.id ?? '' })).rejects.toMatchObject(refused)
    await expect(getLot(by, { id: lot.id })).rejects.toMatchObject(refused)
    await expect(getAccount(by, { uid: uids[2] ?? '' })).rejects.toMatchObject(refused)
    expect((await listEntries(seenBy(), listEntriesInput.parse({}))).total).toBe(0)
  })

  it('come in pages without a gap and without a repeat while entries are added', async () => {
    const { id: memberId } = await makeMember(null)
    const before = inOrder(await ctx.db.pointEntry.findMany())
    const seen: string[] = []
    let known: KnownPage | null = null
    for (let pageNo = 1; pageNo * 10 <= before.length + 10; pageNo += 1) {
      const input = { pageNo, pageSize: 10, ...(known ? { known } : {}) }
      const page = await listEntries(ctx, listEntriesInput.parse(input))
      seen.push(...page.list.map(({ id }) => id))
      known = page.known
      clock.advance(500)
      await give({ do: 'earn', memberId, points: 5, isPending: false, expiresOn: null })
    }
    expect(seen).toEqual(before.map(({ id }) => id))
    entries = await ctx.db.pointEntry.findMany()
  })

  it('a page of another list leads nowhere else than the beginning', async () => {
    const place = { value: 1, id: 5 }
    const known = { pageNo: 1, first: place, last: place }
    const input = listEntriesInput.parse({ pageNo: 2, pageSize: 10, known })
    const expected = inOrder(entries).slice(10, 20)
    expect((await listEntries(ctx, input)).list.map(({ id }) => id)).toEqual(
      expected.map(({ id }) => id),
    )
  })

  describe('an account', () => {
    it('says where points came from and went, of every walk', async () => {
      for (const [i, uid] of uids.entries()) {
        const account = await getAccount(ctx, { uid })
        const { available, held, frozen, debt, sums, lots } = account
        const { earned, returned, used, takenBack, expired } = sums
        expect(available + held + frozen - debt).toBe(
          earned + returned - used - takenBack - expired,
        )
        expect(account.valueFen).toBe(available)
        const open = lots.filter(({ isPending }) => !isPending)
        expect(open.reduce((sum, { free }) => sum + free, 0)).toBe(available)
        const waiting = lots.filter(({ isPending }) => isPending)
        expect(waiting.reduce((sum, { free, frozen }) => sum + free + frozen, 0)).toBe(
          account.pending,
        )
        const ending = account.expiries.reduce((sum, { points }) => sum + points, 0)
        expect(ending).toBe(available)
        const holds = account.holds.reduce((sum, { points }) => sum + points, 0)
        const frozenPending = waiting.reduce((sum, { frozen }) => sum + frozen, 0)
        expect(holds).toBe(held + frozen + frozenPending)
        for (const { id, free, held, frozen } of lots) {
          const { history, member } = await getLot(ctx, { id })
          expect(member.uid).toBe(uids[i])
          expect(history.at(-1)?.left).toBe(free + held + frozen)
        }
      }
    })

    it('of somebody who never had points is empty', async () => {
      const { uid } = await makeMember(null)
      expect(await getAccount(ctx, { uid })).toMatchObject({ available: 0, lots: [], holds: [] })
    })
  })

  it('an entry tells its lots, what it takes back and what took it back', async () => {
    const { id: memberId } = await makeMember(null)
    const earn = (points: number, expiresOn: string) =>
      give({ do: 'earn', memberId, points, isPending: false, expiresOn })
    const one = await earn(30, '2026-12-31')
    const two = await earn(50, '2026-06-30')
    const spent = await give({ do: 'spend', memberId, points: 60 })
    const back = await give({
      ...{ do: 'reverse', memberId, entryId: spent.entryId, points: 20, shortfall: 'debt' },
    })
    const entry = await getEntry(ctx, { id: spent.entryId ?? '' })
    expect(entry.shares.map(({ lot, points }) => [lot.id, lot.entry.id, points])).toEqual([
      [two.lotId, two.entryId, -50],
      [one.lotId, one.entryId, -10],
    ])
    expect(entry).toMatchObject({ state: 'partlyBack', balanceAfter: 20, made: null })
    expect(entry.reversedBy.map(({ id, points }) => [id, points])).toEqual([[back.entryId, 20]])
    const reversal = await getEntry(ctx, { id: back.entryId ?? '' })
    expect(reversal.reverses?.id).toBe(spent.entryId)
    expect(reversal.shares.map(({ lot, points }) => [lot.id, points])).toEqual([
      [one.lotId, 10],
      [two.lotId, 10],
    ])
    const made = await getEntry(ctx, { id: one.entryId ?? '' })
    expect(made.made).toMatchObject({ id: one.lotId, points: 30, free: 30 })
    const { history } = await getLot(ctx, { id: two.lotId ?? '' })
    expect(history.map(({ points, left }) => [points, left])).toEqual([
      [50, 50],
      [-50, 0],
      [10, 10],
    ])
    const all = { do: 'reverse', memberId, entryId: one.entryId, points: 30, shortfall: 'floor' }
    await give(all)
    expect((await getEntry(ctx, { id: one.entryId ?? '' })).state).toBe('back')
    const lot = await give({ do: 'earn', memberId, points: 9, isPending: true, expiresOn: null })
    expect((await getEntry(ctx, { id: lot.entryId ?? '' })).state).toBe('pending')
    await give({ do: 'confirm', memberId, lotId: lot.lotId })
    expect((await getEntry(ctx, { id: lot.entryId ?? '' })).state).toBe('stands')
  })
})
