import type { TemplateRow } from '../../../../server/modules/notifications/notifications.contract.ts'

export const TEMPLATE_FIELDS = ['title', 'body', 'isActive'] as const
export type TemplateField = (typeof TEMPLATE_FIELDS)[number]
/** What of a template is written. */
export type TemplateText = Pick<TemplateRow, TemplateField>

interface Meeting {
  /** What was there when the form was opened. */
  readonly base: TemplateText
  readonly mine: TemplateText
  /** What somebody else has saved meanwhile. */
  readonly theirs: TemplateText
}

/** Everything typed stays; a field that was not touched is as the other person saved it. */
export function keptText({ base, mine, theirs }: Meeting): TemplateText {
  const pick = <F extends TemplateField>(field: F): TemplateText[F] =>
    mine[field] === base[field] ? theirs[field] : mine[field]
  return { title: pick('title'), body: pick('body'), isActive: pick('isActive') }
}

/** Fields that would be written over what the other person saved. */
export const clashingFields = (mine: TemplateText, theirs: TemplateText): TemplateField[] =>
  TEMPLATE_FIELDS.filter((field) => mine[field] !== theirs[field])
