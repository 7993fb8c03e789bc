import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { isTold, recordEvents, type NewEvent } from '../outbox/outbox.service.ts'

type Told = Extract<NewEvent, { type: 'points.changed' }>['payload']
/** What an entry changed, and where it left the member. */
export type PointChange = Omit<Told, 'memberUid'> & { readonly memberId: number }

const memberRow = z.object({ id: z.int(), uid: z.string() })

/** Tells of entries whoever wants to know, in the transaction that writes them; most of the time nobody does. */
export async function tellChanges(ctx: Ctx<Tx>, changes: readonly PointChange[]): Promise<void> {
  if (changes.length === 0 || !(await isTold(ctx, 'points.changed'))) return
  const ids = [...new Set(changes.map(({ memberId }) => memberId))].map((id) => ({ id }))
  const members = await queryRows(
    ctx,
    sql`SELECT m."id", m."uid" FROM ${rowSet(ctx, { id: 'integer' }, ids)} AS r
      JOIN "Member" m ON m."id" = r."id"`,
    memberRow,
  )
  const uids = new Map(members.map(({ id, uid }) => [id, uid]))
  await recordEvents(
    ctx,
    changes.flatMap(({ memberId, ...change }): NewEvent[] => {
      const memberUid = uids.get(memberId)
      if (memberUid === undefined) return []
      return [{ type: 'points.changed', memberUid, payload: { memberUid, ...change } }]
    }),
  )
}
