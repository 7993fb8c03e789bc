import {
  changedFields,
  isPersonalField,
  maskedOf,
  memberDraftOf,
  MEMBER_FIELDS,
  type DraftValue,
  type MemberDraft,
} from './member-draft.ts'
import type {
  MemberChange,
  MemberDetail,
  MemberField,
} from '../../../../server/modules/members/members.contract.ts'

type Json = MemberChange['before'][string]

/** What others did to one field since the form was opened. */
export interface TheirChange {
  /** A field of the form, or `status`. */
  readonly field: string
  readonly before: Json | undefined
  readonly after: Json | undefined
  /** Names of those who changed it, the last one last; empty where the log does not say. */
  readonly by: readonly string[]
  readonly at: number | undefined
}

/** A field that both sides changed. `mine` is what was typed here; it is kept whatever is chosen. */
export interface Clash {
  readonly field: MemberField
  readonly mine: DraftValue
  readonly choice: 'mine' | 'theirs' | undefined
}

/** A form laid over a newer version of its member. */
export interface Rebased {
  readonly draft: MemberDraft
  readonly clashes: readonly Clash[]
  /** Fields that only they changed: the form has their values now. */
  readonly taken: readonly MemberField[]
}

const shownOf = (member: MemberDetail, field: MemberField): Json =>
  isPersonalField(field) ? maskedOf(member, field) : (member[field] ?? null)

/**
 * What has happened to each field, oldest entry first. What the log does not tell is found by comparing
 * both versions.
 */
export function theirChanges(
  entries: readonly MemberChange[],
  base: MemberDetail,
  latest: MemberDetail,
): TheirChange[] {
  const found = new Map<string, TheirChange>()
  for (const { at, actorName, before, after } of entries) {
    for (const field of Object.keys(after)) {
      const former = found.get(field)
      found.set(field, {
        field,
        before: former ? former.before : before[field],
        after: after[field],
        by: [...(former?.by ?? []).filter((name) => name !== actorName), actorName],
        at,
      })
    }
  }
  for (const field of MEMBER_FIELDS) {
    const [before, after] = [shownOf(base, field), shownOf(latest, field)]
    if (before !== after && !found.has(field)) {
      found.set(field, { field, before, after, by: [], at: undefined })
    }
  }
  return [...found.values()]
}

/** The form with one field as they have it. */
export function withTheirs(draft: MemberDraft, latest: MemberDetail, field: MemberField) {
  const theirs = memberDraftOf(latest)
  const isKept = isPersonalField(field) && theirs.kept.includes(field)
  const others = draft.kept.filter((each) => each !== field)
  return {
    ...draft,
    [field]: theirs[field],
    kept: isKept ? [...others, field] : others,
  } satisfies MemberDraft
}

/** The form with one field as it was typed here. */
export const withMine = (draft: MemberDraft, { field, mine }: Clash): MemberDraft => ({
  ...draft,
  [field]: mine,
  kept: draft.kept.filter((each) => each !== field),
})

/**
 * Lays a form over a newer version: what only they changed is taken over, what only I changed stays, and
 * what both changed waits for a choice with my text in it. `former` are the clashes of an earlier round:
 * a choice among them holds unless they have changed that field again.
 */
export function rebase(draft: MemberDraft, { base, latest, theirs, former }: RebaseOver): Rebased {
  const touched = new Set(theirs.map(({ field }) => field))
  const mineNow = changedFields(draft, base)
  const stillMine = new Set(changedFields(draft, latest))
  let next = draft
  const clashes: Clash[] = []
  const taken: MemberField[] = []
  for (const field of MEMBER_FIELDS) {
    const earlier = former.find((clash) => clash.field === field)
    if (!touched.has(field)) {
      if (earlier) clashes.push(earlier)
    } else if (mineNow.includes(field) ? stillMine.has(field) : earlier) {
      const mine = mineNow.includes(field) ? draft[field] : (earlier?.mine ?? null)
      const clash: Clash = { field, mine, choice: undefined }
      clashes.push(clash)
      next = withMine(next, clash)
    } else {
      next = withTheirs(next, latest, field)
      if (!mineNow.includes(field)) taken.push(field)
    }
  }
  return { draft: next, clashes, taken }
}

interface RebaseOver {
  readonly base: MemberDetail
  readonly latest: MemberDetail
  readonly theirs: readonly TheirChange[]
  readonly former: readonly Clash[]
}
