import { z } from 'zod'
import { AppError } from '../kernel/app-error.ts'
import { invariant } from '../kernel/invariant.ts'
import type { FieldPlace, Keyring, SigningKeys } from '../kernel/keyring.ts'
import type { Ctx, Tx } from './context.ts'
import { insertIgnore } from './insert-ignore.ts'
import { inTransaction } from './transaction.ts'

/**
 * What a database knows of its keys. One row a root secret: `signingKeys` is empty for the one in use and
 * holds, sealed with that one, what checks the signatures of each before it. `retiredAt` is when a
 * rotation had rewritten everything.
 */
interface KnownKey {
  readonly id: string
  readonly retiredAt: Date | null
  readonly signingKeys: string | null
}

const TURNS_MAX = 3

const signingKeys = z.object({
  'audit.tag': z.base64(),
  'audit.chain': z.base64(),
  'audit.anchor': z.base64(),
})

const placeOf = (id: string): FieldPlace => ({ table: 'DataKey', column: 'signingKeys', row: id })

const sealSigningKeys = (keys: Keyring, id: string, kept: SigningKeys): string =>
  keys.encrypt(placeOf(id), JSON.stringify(kept))

const openSigningKeys = (keys: Keyring, id: string, sealed: string): SigningKeys =>
  signingKeys.parse(JSON.parse(keys.decrypt(placeOf(id), sealed)))

const readKnown = (ctx: Ctx): Promise<KnownKey[]> =>
  ctx.db.dataKey.findMany({
    select: { id: true, retiredAt: true, signingKeys: true },
    orderBy: { createdAt: 'asc' },
  })

const inUse = (known: readonly KnownKey[]): KnownKey | undefined =>
  known.find((key) => key.signingKeys === null)

/** Notes the first key of a database. @returns whether it is the only one */
async function noteFirst(ctx: Ctx): Promise<boolean> {
  const { keyId: id } = ctx.keys
  await insertIgnore(ctx, {
    table: 'DataKey',
    rows: [{ id, createdAt: ctx.clock.now() }],
    key: 'id',
  })
  // Two servers may start on an empty database at once, each with a key of its own. One that
  // sees another key takes its own back and gives up; it can be started again.
  if ((await ctx.db.dataKey.count()) === 1) return true
  await ctx.db.dataKey.deleteMany({ where: { id } })
  return false
}

/**
 * Puts the new key in the place of the old one, with what proves the old one's signatures. From here on
 * nothing is written with the old one. Of two servers that come with different new keys one wins.
 */
async function replaceWithin(ctx: Ctx<Tx>, known: readonly KnownKey[]): Promise<boolean> {
  const { keys } = ctx
  const last = inUse(known)
  invariant(last, 'a database with keys has one in use')
  const { count } = await ctx.db.dataKey.updateMany({
    where: { id: last.id, signingKeys: null },
    data: { signingKeys: sealSigningKeys(keys, last.id, keys.signingKeysOf(last.id)) },
  })
  if (count === 0) return false
  for (const { id, signingKeys: sealed } of known) {
    if (sealed === null) continue
    const resealed = sealSigningKeys(keys, id, openSigningKeys(keys, id, sealed))
    await ctx.db.dataKey.update({
      where: { id },
      data: { signingKeys: resealed },
      select: { id: true },
    })
  }
  const data = { id: keys.keyId, createdAt: ctx.clock.now() }
  await ctx.db.dataKey.create({ data, select: { id: true } })
  return true
}

/** One look at what the database knows. @returns whether the key in use is ours */
async function settle(ctx: Ctx): Promise<boolean> {
  const { keyId, retiredIds } = ctx.keys
  const known = await readKnown(ctx)
  if (known.length === 0) return noteFirst(ctx)
  const current = inUse(known)?.id ?? ''
  if (current !== keyId) {
    if (known.some(({ id }) => id === keyId))
      throw new AppError('DATA_KEY_RETIRED', { keyId, current })
    if (!retiredIds.includes(current)) throw new AppError('DATA_KEY_MISMATCH')
  }
  const missing = unfinished(known).find((id) => !retiredIds.includes(id))
  if (missing !== undefined) throw new AppError('DATA_KEY_PREVIOUS_MISSING', { keyId: missing })
  return current === keyId || inTransaction(ctx, (ctx) => replaceWithin(ctx, known))
}

/**
 * Ties a database to the key its personal data is written with: the first key is noted, and a new one
 * takes its place when the last one is among the retired ones of the keyring. Anything else is refused
 * before it could write what nobody can read.
 *
 * @throws AppError DATA_KEY_MISMATCH, DATA_KEY_RETIRED, DATA_KEY_PREVIOUS_MISSING
 */
export async function assertDataKey(ctx: Ctx): Promise<void> {
  for (let turn = 1; !(await settle(ctx)); turn += 1) {
    if (turn >= TURNS_MAX) throw new AppError('DATA_KEY_MISMATCH')
  }
}

const unfinished = (known: readonly KnownKey[]): readonly string[] =>
  known.flatMap(({ id, retiredAt, signingKeys }) =>
    signingKeys !== null && retiredAt === null ? id : [],
  )

/** Keys that something may still be written with, though they are no longer in use. */
export const unfinishedKeys = async (ctx: Ctx): Promise<readonly string[]> =>
  unfinished(await readKnown(ctx))

/** The keyring, with what checks signatures of all keys that this database ever had. */
export async function withKeptSignatures(ctx: Ctx): Promise<Keyring> {
  const { keys } = ctx
  const known = await readKnown(ctx)
  const kept = known.flatMap(({ id, signingKeys: sealed }) =>
    sealed === null || keys.retiredIds.includes(id) ? [] : openSigningKeys(keys, id, sealed),
  )
  return kept.length === 0 ? keys : keys.withSigningKeys(kept)
}
