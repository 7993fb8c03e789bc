type Purpose = 'audit.tag' | 'audit.chain'

/** The part of the keyring that rules need: a keyed hash, and whether one is genuine. */
interface Mac {
  mac(purpose: Purpose, text: string): string
}
interface MacCheck {
  isMac(purpose: Purpose, text: string, mac: string): boolean
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

/** What the tag of a row covers, as text. */
function coveredBy(entry: TaggedEntry): string {
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
  return JSON.stringify(covered)
}

/** Shows that the program wrote the row: its key is in no database. */
export const tagOf = (keys: Mac, entry: TaggedEntry): string =>
  keys.mac('audit.tag', coveredBy(entry))

/** Is the row what the program wrote, with the key in use or one before it? */
export const hasGenuineTag = (
  keys: MacCheck,
  entry: TaggedEntry & { readonly tag: string },
): boolean => keys.isMac('audit.tag', coveredBy(entry), entry.tag)

interface Link {
  /** Hash of the place before. */
  readonly previous: string
  readonly seq: number
  readonly id: string
  readonly tag: string
}

const linkText = ({ previous, seq, id, tag }: Link): string => [previous, seq, id, tag].join('|')

/** Hash of a place in the chain: it covers the row's tag and everything before it. */
export const chainHash = (keys: Mac, link: Link): string => keys.mac('audit.chain', linkText(link))

/** Does the place follow the one before it? Each was hashed with the key of its time. */
export const isChained = (keys: MacCheck, link: Link, hash: string): boolean =>
  keys.isMac('audit.chain', linkText(link), hash)

/** What stands before the first entry. */
export const CHAIN_START = ''
