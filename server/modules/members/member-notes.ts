import type { Ctx } from '../../db/context.ts'
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

/** Takes one's own note away; the record says that there was one. @throws AppError NOT_FOUND */
export function deleteNote(ctx: Ctx, { uid, noteId }: DeleteNoteInput): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const member = await findMember(ctx, uid)
    const { count } = await ctx.db.memberNote.deleteMany({
      where: { id: noteId, memberId: member.id, authorId: authorOf(ctx) },
    })
    if (count === 0) throw new AppError('NOT_FOUND')
    await recordAudit(ctx, {
      action: 'member.deleteNote',
      target: { type: 'member', id: uid, name: member.memberNo },
      ...(member.homeStoreId === null ? {} : { storeId: member.homeStoreId }),
    })
  })
}
