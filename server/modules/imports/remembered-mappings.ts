import { createHash } from 'node:crypto'
import type { Ctx } from '../../db/context.ts'
import { fieldsOf, importMapping, type ImportKind, type ImportMapping } from './imports.contract.ts'

/** The same headings in the same order are the same file of the same program, one month later. */
const hashOf = (headings: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(headings)).digest('base64url')

/** What is said of a file before it is imported. */
interface Remembered {
  readonly mapping: ImportMapping
  /** Who numbers its orders; null is nobody in particular. */
  readonly orderSource: string | null
}

/** What was said the last time a file had these headings; undefined when there was none. */
export async function recallMapping(
  ctx: Ctx,
  kind: ImportKind,
  headings: readonly string[],
): Promise<Remembered | undefined> {
  const stored = await ctx.db.importMapping.findUnique({
    where: { kind_headings: { kind, headings: hashOf(headings) } },
  })
  const parsed = importMapping.safeParse(stored?.mapping)
  if (!stored || !parsed.success || parsed.data.length !== headings.length) return undefined
  // A field that the program no longer has is left out.
  const names = fieldsOf(kind).map(({ name }) => name)
  const mapping = parsed.data.map((name) => (name !== null && names.includes(name) ? name : null))
  return { mapping, orderSource: stored.orderSource }
}

/** Remembers how a file with these headings was imported. */
export async function rememberMapping(
  ctx: Ctx,
  kind: ImportKind,
  { headings, mapping, orderSource }: Remembered & { headings: readonly string[] },
): Promise<void> {
  const key = { kind, headings: hashOf(headings) }
  const value = { mapping, orderSource, updatedAt: ctx.clock.now() }
  await ctx.db.importMapping.upsert({
    where: { kind_headings: key },
    create: { ...key, ...value },
    update: value,
    select: { kind: true },
  })
}
