import type { Ctx } from '../../db/context.ts'
import { insertIgnore } from '../../db/insert-ignore.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordChange } from '../audit/audit.service.ts'
import { DEFAULT_TEMPLATES } from './default-templates.ts'
import {
  PLACEHOLDERS,
  templateRow,
  unknownPlaceholder,
  type TemplateRow,
  type UpdateTemplateInput,
} from './notifications.contract.ts'

/** Puts the texts that are missing in their places; those of the shop stay. Run at start. */
export async function keepTemplates(ctx: Ctx): Promise<void> {
  const updatedAt = ctx.clock.now()
  const rows = DEFAULT_TEMPLATES.map((each) => ({
    ...each,
    isActive: true,
    version: 1,
    updatedAt,
  }))
  await insertIgnore(ctx, { table: 'NotificationTemplate', rows, key: 'event' })
}

/** Every text, by event. */
export async function listTemplates(ctx: Ctx): Promise<TemplateRow[]> {
  const rows = await ctx.db.notificationTemplate.findMany({
    orderBy: [{ event: 'asc' }, { channel: 'asc' }, { language: 'desc' }],
  })
  return rows.flatMap(
    (row) => templateRow.safeParse({ ...row, updatedAt: row.updatedAt.getTime() }).data ?? [],
  )
}

function assertPlaceholders(input: UpdateTemplateInput): void {
  for (const field of ['title', 'body'] as const) {
    const name = unknownPlaceholder(input.event, input[field])
    if (name === undefined) continue
    const known = PLACEHOLDERS[input.event].map((each) => `{${each}}`).join(' ')
    const params = { placeholder: `{${name}}`, known }
    throw new AppError('PLACEHOLDER_UNKNOWN', params, { fields: { [field]: [name] } })
  }
}

/**
 * Changes a text or turns it off; what is sent from then on is the new one.
 * @throws AppError NOT_FOUND, PLACEHOLDER_UNKNOWN, EDIT_CONFLICT when somebody else was faster
 */
export async function updateTemplate(ctx: Ctx, input: UpdateTemplateInput): Promise<void> {
  assertPlaceholders(input)
  const { event, channel, language, title, body, isActive, version } = input
  const after = { title, body, isActive }
  await inTransaction(ctx, async (ctx) => {
    const before = await ctx.db.notificationTemplate.findUnique({
      where: { event_channel_language: { event, channel, language } },
      select: { title: true, body: true, isActive: true },
    })
    if (!before) throw new AppError('NOT_FOUND')
    const { count } = await ctx.db.notificationTemplate.updateMany({
      where: { event, channel, language, version },
      data: { ...after, version: version + 1, updatedAt: ctx.clock.now() },
    })
    if (count === 0) throw new AppError('EDIT_CONFLICT')
    const id = `${event}/${channel}/${language}`
    const target = { type: 'notificationTemplate', id, name: id } as const
    await recordChange(ctx, { action: 'notification.updateTemplate', target }, { before, after })
  })
}
