import { expect, it } from 'vitest'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { auditEntries } from '../../testing/audit-entries.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { DEFAULT_PRESETS } from './settings.contract.ts'
import { followTimeZone, getSettings, updateCompany } from './settings.service.ts'

describeOnBothDatabases('settings of the company', (database) => {
  it('give the presets of a new shop until others are chosen', async () => {
    expect(await getSettings(makeTestContext(database()))).toEqual({
      company: null,
      presets: DEFAULT_PRESETS,
    })
  })

  it('decide where days begin, for what happens from then on', async () => {
    // Half past eleven at night in Shanghai, half past ten in the morning in New York.
    const ctx = makeTestContext(database(), { clock: fakeClock('2026-03-18T15:30:00Z') })
    const late = new Date('2026-03-18T17:30:00Z')
    expect(businessDateOf(ctx.zone, late)).toBe('2026-03-19')
    await updateCompany(ctx, { name: '沐禾', timeZone: 'America/New_York' })
    expect(businessDateOf(ctx.zone, late)).toBe('2026-03-18')
    const [entry] = await auditEntries(ctx, { action: 'setting.update' })
    // Recorded by the zone that held when it was changed.
    expect(entry).toMatchObject({
      businessDate: '2026-03-18',
      after: { name: '沐禾', timeZone: 'America/New_York' },
    })
  })

  it('are taken up by a server that was not told', async () => {
    const other = makeTestContext(database())
    expect(other.zone.name).toBe('Asia/Shanghai')
    await followTimeZone(other)
    expect(other.zone.name).toBe('America/New_York')
  })

  it('leave no trace when nothing changed', async () => {
    const ctx = makeTestContext(database())
    await updateCompany(ctx, { name: '沐禾', timeZone: 'America/New_York' })
    expect(await ctx.db.auditEntry.count({ where: { action: 'setting.update' } })).toBe(1)
  })
})
