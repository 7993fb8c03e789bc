import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { findMember } from './edit-member.ts'
import type { AddNoteInput, DeleteNoteInput, MemberNote } from './members.contract.ts'

const NOTES_MAX = 200

const authorOf = ({ actor }: Ctx): number | null =>
  actor.kind === 'staff' ? actor.adminUserId : null

/** What staff wrote down about a member, the newest first. @throws AppError NOT_FOUND */
export async function listNotes(ctx: Ctx, { uid }: { uid: string }): Promise<MemberNote[]> {
  const member = await findMember(ctx, uid)
  const notes = await ctx.db.memberNote.findMany({
    where: { memberId: member.id },
    orderBy: { id: 'desc' },
    take: NOTES_MAX,
  })
  const author = authorOf(ctx)
  return notes.map(({ id, text, authorId, authorName, createdAt }) => ({
    id,
    text,
    authorName,
    isMine: author !== null && authorId === author,
    createdAt: createdAt.getTime(),
  }))
}

/** Adds a note. @throws AppError NOT_FOUND, NOTE_LIMIT */
export function addNote(ctx: Ctx, { uid, text }: AddNoteInput): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const member = await findMember(ctx, uid)
    const count = await ctx.db.memberNote.count({ where: { memberId: member.id } })
    if (count >= NOTES_MAX) throw new AppError('NOTE_LIMIT', { limit: NOTES_MAX })
    const id = uuidv7(ctx.clock)
    await ctx.db.memberNote.create({
      data: {
        id,
        memberId: member.id,
        text,
        authorId: authorOf(ctx),
        authorName: ctx.actor.name,
        createdAt: ctx.clock.now(),
      },
      select: { id: true },
    })
    return { id }
  })
}

/** Deletes a note about a member whom the actor sees. @throws AppError NOT_FOUND */
async function dropNote(
  ctx: Ctx<Tx>,
  { uid, noteId }: DeleteNoteInput,
  of: { readonly authorId?: number | null } = {},
) {
  const member = await findMember(ctx, uid)
  const where = { id: noteId, memberId: member.id, ...of }
  const note = await ctx.db.memberNote.findFirst({ where, select: { authorName: true } })
  const { count } = await ctx.db.memberNote.deleteMany({ where })
  if (!note || count === 0) throw new AppError('NOT_FOUND')
  const record = {
    action: 'member.deleteNote',
    target: { type: 'member', id: uid, name: member.memberNo },
    ...(member.homeStoreId === null ? {} : { storeId: member.homeStoreId }),
  } as const
  return { note, record }
}

/** Takes one's own note away; the record says that there was one. @throws AppError NOT_FOUND */
export function deleteNote(ctx: Ctx, input: DeleteNoteInput): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { record } = await dropNote(ctx, input, { authorId: authorOf(ctx) })
    await recordAudit(ctx, record)
  })
}

/**
 * Takes anybody's note away. The record names its author; what was written may be about the member's life
 * and is not kept.
 * @throws AppError NOT_FOUND
 */
export function deleteAnyNote(ctx: Ctx, input: DeleteNoteInput): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { note, record } = await dropNote(ctx, input)
    await recordAudit(ctx, { ...record, before: { author: note.authorName } })
  })
}
