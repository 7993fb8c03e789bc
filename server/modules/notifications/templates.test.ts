import { beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { auditEntries, clearAudit } from '../../testing/audit-entries.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import {
  renderText,
  unknownPlaceholder,
  updateTemplateInput,
  type UpdateTemplateInput,
} from './notifications.contract.ts'
import { keepTemplates, listTemplates, updateTemplate } from './notifications.service.ts'

const refusal = (code: string, params = {}) =>
  expect.objectContaining({ code, params: expect.objectContaining(params) as unknown }) as unknown

describe('placeholders', () => {
  it('are found where the event does not know them', () => {
    expect(unknownPlaceholder('member.registered', '{nickname} {memberNo} {company}')).toBe(
      undefined,
    )
    expect(unknownPlaceholder('member.registered', '您好 {mobile}')).toBe('mobile')
    expect(unknownPlaceholder('member.registered', '{ nickname }')).toBe(' nickname ')
    expect(unknownPlaceholder('member.registered', '{}')).toBe('')
  })

  it('are filled once: what a value holds is text', () => {
    const values = { nickname: '{company}', company: '沐禾' }
    expect(renderText('{nickname} @ {company} {other}', values)).toBe('{company} @ 沐禾 {other}')
  })
})

describeOnBothDatabases('templates', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>

  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    await ctx.db.notificationTemplate.deleteMany()
    await clearAudit(ctx)
    await keepTemplates(ctx)
  })

  const input = (change: Partial<UpdateTemplateInput> = {}): UpdateTemplateInput => ({
    event: 'member.registered',
    channel: 'inApp',
    language: 'zh',
    title: '欢迎',
    body: '{nickname}，您的会员号是 {memberNo}。\n{company}',
    isActive: true,
    version: 1,
    ...change,
  })
  const chinese = async () => (await listTemplates(ctx)).find(({ language }) => language === 'zh')

  it('are there in both languages, and say nothing that cannot be filled in', async () => {
    const templates = await listTemplates(ctx)
    expect(templates.map(({ event, language }) => [event, language])).toEqual([
      ['member.registered', 'zh'],
      ['member.registered', 'en'],
      ['points.expiring', 'zh'],
      ['points.expiring', 'en'],
    ])
    for (const template of templates) {
      expect(template).toMatchObject({ isActive: true, version: 1 })
      expect(updateTemplateInput.safeParse(template).success).toBe(true)
      const { event, title, body } = template
      expect(unknownPlaceholder(event, title + body)).toBe(undefined)
    }
  })

  it('stay the shop’s own at the next start; one that is missing comes back', async () => {
    await updateTemplate(ctx, input({ title: '我们的欢迎' }))
    await ctx.db.notificationTemplate.deleteMany({ where: { language: 'en' } })
    await keepTemplates(ctx)
    expect(await chinese()).toMatchObject({ title: '我们的欢迎', version: 2 })
    expect(await listTemplates(ctx)).toHaveLength(4)
  })

  it('are changed, counted and recorded with what differs', async () => {
    clock.advance(60_000)
    await updateTemplate(ctx, input({ isActive: false }))
    expect(await chinese()).toMatchObject({
      title: '欢迎',
      isActive: false,
      version: 2,
      updatedAt: clock.now().getTime(),
    })
    expect(await auditEntries(ctx)).toMatchObject([
      {
        action: 'notification.updateTemplate',
        targetType: 'notificationTemplate',
        targetId: 'member.registered/inApp/zh',
        before: { title: '欢迎加入{company}', isActive: true },
        after: { title: '欢迎', isActive: false },
      },
    ])
  })

  it.each(['title', 'body'] as const)(
    'refuse a placeholder that nobody fills, %s',
    async (field) => {
      const wrong = updateTemplate(ctx, input({ [field]: '您好 {mobile}' }))
      await expect(wrong).rejects.toThrow(
        refusal('PLACEHOLDER_UNKNOWN', {
          placeholder: '{mobile}',
          known: '{nickname} {memberNo} {company}',
        }),
      )
      await expect(wrong).rejects.toMatchObject({ fields: { [field]: ['mobile'] } })
      expect(await chinese()).toMatchObject({ version: 1 })
    },
  )

  it('of two people who edit the same one, only the first is saved', async () => {
    await updateTemplate(ctx, input({ title: '第一位' }))
    const late = updateTemplate(ctx, input({ title: '第二位' }))
    await expect(late).rejects.toThrow(refusal('EDIT_CONFLICT'))
    expect(await chinese()).toMatchObject({ title: '第一位', version: 2 })
    expect(await auditEntries(ctx)).toHaveLength(1)
  })

  it('that are not there are not made by an edit', async () => {
    await ctx.db.notificationTemplate.deleteMany()
    await expect(updateTemplate(ctx, input())).rejects.toThrow(refusal('NOT_FOUND'))
  })

  it('hold lines, but no other control characters', () => {
    const accepts = (body: string) => updateTemplateInput.safeParse(input({ body })).success
    expect(accepts('一行\n又一行')).toBe(true)
    expect(accepts('一行\u0000')).toBe(false)
    expect(accepts('   ')).toBe(false)
  })
})
