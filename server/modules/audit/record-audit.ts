import type { Ctx, Tx } from '../../db/context.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import type { AuditAction, AuditTarget, AuditValues } from './audit.contract.ts'
import { tagOf } from './audit-chain.rules.ts'
import { insertEntry } from './audit.sql.ts'

export interface AuditRecord {
  readonly action: AuditAction
  readonly target: {
    readonly type: AuditTarget
    readonly id: string | number
    readonly name: string
  }
  readonly storeId?: number
  /** Values before and after, already masked; null where there is nothing to compare. */
  readonly before?: AuditValues
  readonly after?: AuditValues
  readonly reason?: string
}

const jsonOf = (values: AuditValues | undefined): string | null =>
  values === undefined ? null : JSON.stringify(values)

/**
 * Records what is done, in the transaction that does it: either both are there or neither. The chain is
 * added after the commit by the sealer, since chaining here would make every writer wait for the last.
 */
export async function recordAudit(ctx: Ctx<Tx>, record: AuditRecord): Promise<void> {
  const { actor, clock } = ctx
  const at = clock.now()
  const entry = {
    // The id carries the same instant, so that the order of ids is the order of time.
    id: uuidv7({ now: () => at }),
    at,
    businessDate: businessDateOf(ctx.zone, at),
    actorKind: actor.kind,
    actorId: actor.kind === 'staff' ? actor.adminUserId : null,
    actorName: actor.name,
    action: record.action,
    targetType: record.target.type,
    targetId: String(record.target.id),
    targetName: record.target.name,
    storeId: record.storeId ?? null,
    before: jsonOf(record.before),
    after: jsonOf(record.after),
    reason: record.reason ?? null,
    requestId: ctx.requestId,
    address: ctx.address,
  }
  await insertEntry(ctx, { ...entry, tag: tagOf(ctx.keys, entry) })
}

interface CountActions {
  readonly action: AuditAction
  readonly since?: Date
  readonly businessDate?: string
  readonly actorId?: number
}

/** How often members of staff did something. */
export async function countActions(
  ctx: Ctx,
  { action, since, businessDate, actorId }: CountActions,
) {
  const groups = await ctx.db.auditEntry.groupBy({
    by: ['actorId'],
    where: {
      action,
      actorId: actorId ?? { not: null },
      ...(since ? { at: { gt: since } } : {}),
      ...(businessDate ? { businessDate } : {}),
    },
    _count: true,
    _max: { actorName: true },
  })
  return groups.map(({ actorId, _count, _max }) => ({
    actorId: actorId ?? 0,
    name: _max.actorName ?? '',
    count: _count,
  }))
}

/** When something was last done to a record; undefined when it never was. */
export async function lastRecordedAt(
  ctx: Ctx,
  { action, targetId }: { readonly action: AuditAction; readonly targetId: string },
): Promise<Date | undefined> {
  const entry = await ctx.db.auditEntry.findFirst({
    where: { action, targetId },
    orderBy: { id: 'desc' },
    select: { at: true },
  })
  return entry?.at
}

/** Only what differs, so that a record reads as a change. */
export function changedValues(
  before: AuditValues,
  after: AuditValues,
): { before: AuditValues; after: AuditValues } {
  const names = Object.keys({ ...before, ...after }).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
  const pick = (values: AuditValues) =>
    Object.fromEntries(
      names.flatMap((name) => (name in values ? [[name, values[name] ?? null]] : [])),
    )
  return { before: pick(before), after: pick(after) }
}

/** Records a change with the values that differ; a change that changes nothing is none. */
export async function recordChange(
  ctx: Ctx<Tx>,
  record: Omit<AuditRecord, 'before' | 'after'>,
  values: { readonly before: AuditValues; readonly after: AuditValues },
): Promise<void> {
  const changed = changedValues(values.before, values.after)
  if (Object.keys(changed.after).length + Object.keys(changed.before).length === 0) return
  await recordAudit(ctx, { ...record, ...changed })
}
