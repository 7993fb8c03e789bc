import type { Ctx } from '../../db/context.ts'
import { readConsumer } from './outbox.rules.ts'

/** How the endpoints among some consumers are called, by consumer. */
export async function consumerNames(
  ctx: Ctx,
  consumers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(consumers)].flatMap((consumer) => {
    const read = readConsumer(consumer)
    return read?.kind === 'webhook' ? [read.target] : []
  })
  if (ids.length === 0) return new Map()
  const endpoints = await ctx.db.webhookEndpoint.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  })
  return new Map(endpoints.map(({ id, name }) => [`webhook:${id}`, name]))
}
