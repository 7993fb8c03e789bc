import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../db/context.ts'
import { invariant } from '../kernel/invariant.ts'
import { makeFileAnchor } from '../modules/audit/audit.service.ts'
import { keepTemplates } from '../modules/notifications/notifications.service.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { registerMember } from '../testing/test-events.ts'
import { runScheduled } from './scheduler.ts'
import { makeTasks } from './tasks.ts'

describeOnBothDatabases('the task that hands events on', (database) => {
  let ctx: Ctx<Db>

  beforeEach(async () => {
    ctx = makeTestContext(database())
    await keepTemplates(ctx)
  })

  const task = () => {
    const tasks = makeTasks('unused', makeFileAnchor('unused', ctx.keys))
    const found = tasks.find(({ name }) => name === 'outbox.dispatch')
    invariant(found, 'events are handed on by the clock')
    return found
  }

  it('welcomes who has registered, and takes no lease while nobody has', async () => {
    expect(await runScheduled(ctx, task(), 'here')).toBe(false)
    expect(await ctx.db.schedule.count()).toBe(0)
    const { uid } = await registerMember(ctx)
    expect(await runScheduled(ctx, task(), 'here')).toBe(true)
    expect(await ctx.db.notification.findMany()).toMatchObject([
      { memberUid: uid, event: 'member.registered', channel: 'inApp', status: 'sent' },
    ])
    expect(await runScheduled(ctx, task(), 'here')).toBe(false)
  })
})
