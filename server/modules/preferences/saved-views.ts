import { staffOf } from '../../kernel/actor.ts'
import type { Ctx, Tx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { sharing, viewQuery, VIEWS_MAX } from './preferences.contract.ts'
import type {
  CreateViewInput,
  SavedView,
  Sharing,
  UpdateViewInput,
} from './preferences.contract.ts'

/** One's own, those shared with all, and those shared with a role that one has. */
function visible(adminUserId: number): Prisma.SavedViewWhereInput {
  return {
    OR: [
      { ownerId: adminUserId },
      { sharing: 'all' },
      { sharing: 'role', role: { staff: { some: { adminUserId } } } },
    ],
  }
}

/** Views of a list that the actor sees, his own first. */
export async function listViews(ctx: Ctx, list: string): Promise<SavedView[]> {
  const { adminUserId } = staffOf(ctx)
  const rows = await ctx.db.savedView.findMany({
    where: { list, ...visible(adminUserId) },
    orderBy: { id: 'asc' },
    include: { owner: { select: { displayName: true } } },
    take: VIEWS_MAX * 10,
  })
  const views = rows.map((row) => ({
    id: row.id,
    name: row.name,
    query: viewQuery.parse(row.query),
    sharing: sharing.parse(row.sharing),
    roleId: row.roleId,
    ownerName: row.owner.displayName,
    isMine: row.ownerId === adminUserId,
  }))
  return [...views.filter(({ isMine }) => isMine), ...views.filter(({ isMine }) => !isMine)]
}

/** Sharing needs its own right, and a role that exists. */
async function assertMayShare(ctx: Ctx<Tx>, input: { sharing: Sharing; roleId: number | null }) {
  if (input.sharing === 'own') return
  if (!ctx.actor.permissions.has('views.share'))
    throw new AppError('FORBIDDEN', { permission: 'views.share' })
  if (input.sharing === 'all') return
  const role = await ctx.db.role.findUnique({
    where: { id: input.roleId ?? 0 },
    select: { id: true },
  })
  if (!role) throw new AppError('NOT_FOUND')
}

const columns = ({ name, query, sharing, roleId }: Omit<CreateViewInput, 'list'>) => ({
  name,
  query,
  sharing,
  roleId: sharing === 'role' ? roleId : null,
})

/** Keeps a query under a name. @throws AppError FORBIDDEN, NOT_FOUND, VIEW_LIMIT */
export function createView(ctx: Ctx, input: CreateViewInput): Promise<{ id: number }> {
  const { adminUserId: ownerId } = staffOf(ctx)
  return inTransaction(ctx, async (ctx) => {
    await assertMayShare(ctx, input)
    const { list } = input
    const mine = await ctx.db.savedView.count({ where: { list, ownerId } })
    if (mine >= VIEWS_MAX) throw new AppError('VIEW_LIMIT', { limit: VIEWS_MAX })
    const now = ctx.clock.now()
    return ctx.db.savedView.create({
      data: { ...columns(input), list, ownerId, createdAt: now, updatedAt: now },
      select: { id: true },
    })
  })
}

/** Changes one's own view; another's is not found. @throws AppError NOT_FOUND, FORBIDDEN */
export function updateView(ctx: Ctx, input: UpdateViewInput): Promise<void> {
  const { adminUserId: ownerId } = staffOf(ctx)
  return inTransaction(ctx, async (ctx) => {
    await assertMayShare(ctx, input)
    const { count } = await ctx.db.savedView.updateMany({
      where: { id: input.id, ownerId },
      data: { ...columns(input), updatedAt: ctx.clock.now() },
    })
    if (count === 0) throw new AppError('NOT_FOUND')
  })
}

/** Removes one's own view. @throws AppError NOT_FOUND */
export async function deleteView(ctx: Ctx, id: number): Promise<void> {
  const { adminUserId: ownerId } = staffOf(ctx)
  const { count } = await ctx.db.savedView.deleteMany({ where: { id, ownerId } })
  if (count === 0) throw new AppError('NOT_FOUND')
}
