/** The part of the keyring that rules need: a keyed hash. */
interface Mac {
  mac(purpose: 'audit.tag' | 'audit.chain', text: string): string
}

/** The columns of a row that its tag covers: everything but the tag and the place in the chain. */
export interface TaggedEntry {
  readonly id: string
  readonly at: Date
  readonly businessDate: string
  readonly actorKind: string
  readonly actorId: number | null
  readonly actorName: string
  readonly action: string
  readonly targetType: string
  readonly targetId: string
  readonly targetName: string
  readonly storeId: number | null
  readonly before: string | null
  readonly after: string | null
  readonly reason: string | null
  readonly requestId: string
  readonly address: string
}

/** Shows that the program wrote the row: its key is in no database. */
export function tagOf(keys: Mac, entry: TaggedEntry): string {
  const { id, at, businessDate, actorKind, actorId, actorName, action, targetType } = entry
  const { targetId, targetName, storeId, before, after, reason, requestId, address } = entry
  const covered = [
    [
      id,
      at.getTime(),
      businessDate,
      actorKind,
      actorId,
      actorName,
      action,
      targetType,
      targetId,
      targetName,
    ],
    [storeId, before, after, reason, requestId, address],
  ].flat()
  // The instant as a number: the databases keep it in their own ways.
  return keys.mac('audit.tag', JSON.stringify(covered))
}

interface Link {
  /** Hash of the place before. */
  readonly previous: string
  readonly seq: number
  readonly id: string
  readonly tag: string
}

/** Hash of a place in the chain: it covers the row's tag and everything before it. */
export const chainHash = (keys: Mac, { previous, seq, id, tag }: Link): string =>
  keys.mac('audit.chain', [previous, seq, id, tag].join('|'))

/** What stands before the first entry. */
export const CHAIN_START = ''
