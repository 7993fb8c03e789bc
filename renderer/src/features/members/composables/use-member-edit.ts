import { computed, reactive, ref, shallowRef, toRefs } from 'vue'
import { useI18n } from 'vue-i18n'
import { z } from 'zod'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'
import { useForm } from '../../../composables/use-form.ts'
import { useToast } from '../../../composables/use-toast.ts'
import { changedFields, changesOf, memberDraftOf, type MemberDraft } from '../member-draft.ts'
import { FIELD_OF, FIELD_SENTENCES } from '../member-form.ts'
import { callName } from '../member-identity.ts'
import {
  rebase,
  theirChanges,
  withMine,
  withTheirs,
  type Clash,
  type TheirChange,
} from '../member-merge.ts'
import { useMemberRefresh } from './use-member-refresh.ts'
import {
  memberChanges,
  type MemberDetail,
  type MemberField,
} from '../../../../../server/modules/members/members.contract.ts'

/** What came between opening the form and saving it. */
export interface EditConflict {
  readonly theirs: readonly TheirChange[]
  readonly clashes: readonly Clash[]
  /** Fields that only they changed: the form has their values now. */
  readonly taken: readonly MemberField[]
}

/** Later rounds add to what earlier ones told: the first "before", the last "after". */
function joined(former: readonly TheirChange[], later: readonly TheirChange[]): TheirChange[] {
  const fields = new Map(former.map((change) => [change.field, change]))
  for (const change of later) {
    const known = fields.get(change.field)
    const by = [...new Set([...(known?.by ?? []), ...change.by])]
    fields.set(change.field, { ...change, by, before: known ? known.before : change.before })
  }
  return [...fields.values()]
}

/** A clash once a side is chosen: what was typed on meanwhile is what "mine" means from now on. */
function chosenClash(
  { field, mine }: Clash,
  choice: 'mine' | 'theirs',
  draft: MemberDraft,
  latest: MemberDetail,
): Clash {
  const isTyped = changedFields(draft, latest).includes(field)
  return { field, mine: isTyped ? draft[field] : mine, choice }
}

/**
 * A profile in a form. When somebody else saves first, the form is laid over the new version: it keeps
 * what was typed, takes over what only they changed, and waits for a choice where both did.
 */
export function useMemberEdit(member: MemberDetail) {
  const { t } = useI18n()
  const toast = useToast()
  const refresh = useMemberRefresh()
  const base = shallowRef(member)
  const conflict = shallowRef<EditConflict>()
  const isOvertaken = ref(false)

  const form = useForm({
    initial: memberDraftOf(member),
    schema: () =>
      z.preprocess((values) => changesOf(values as MemberDraft, base.value), memberChanges),
    sentences: FIELD_SENTENCES,
    fieldOf: FIELD_OF,
    submit: async (changes) => {
      isOvertaken.value = false
      const { uid, version } = base.value
      try {
        await api.members.update.mutate({ uid, version, changes })
      } catch (error) {
        // Where catching up fails, that is what has to be told.
        if (toFailure(error, Date.now()).code === 'MEMBER_CHANGED') await catchUp()
        throw error
      }
      refresh()
      const nickname = form.values.nickname.trim()
      toast.done(t('members.edit.done', { name: nickname || callName(base.value) }))
    },
  })

  /** Learns what has happened and lays the form over it. @throws what the server refuses with */
  async function catchUp(): Promise<void> {
    const { uid, version } = base.value
    // The changes first: a later one would be missing from them and be found by comparing.
    const entries = await api.members.changesSince.query({ uid, version })
    const latest = await api.members.get.query({ uid })
    const theirs = theirChanges(entries, base.value, latest)
    const former = conflict.value
    const result = rebase(
      { ...form.values, kept: [...form.values.kept] },
      { base: base.value, latest, theirs, former: former?.clashes ?? [] },
    )
    base.value = latest
    Object.assign(form.values, result.draft)
    conflict.value = {
      theirs: joined(former?.theirs ?? [], theirs),
      clashes: result.clashes,
      taken: [...new Set([...(former?.taken ?? []), ...result.taken])],
    }
    isOvertaken.value = true
    refresh()
  }

  function choose(field: MemberField, choice: 'mine' | 'theirs'): void {
    const now = conflict.value
    const clash = now?.clashes.find((each) => each.field === field)
    if (!now || !clash) return
    const chosen = chosenClash(clash, choice, form.values, base.value)
    const values = { ...form.values, kept: [...form.values.kept] }
    Object.assign(
      form.values,
      choice === 'mine' ? withMine(values, chosen) : withTheirs(values, base.value, field),
    )
    const clashes = now.clashes.map((each) => (each.field === field ? chosen : each))
    conflict.value = { ...now, clashes }
  }

  const isUndecided = computed(
    () => conflict.value?.clashes.some(({ choice }) => choice === undefined) === true,
  )
  /** The form for its dialog: being overtaken is told by the panel, not as a failure. */
  const model = reactive({
    ...toRefs(form),
    failure: computed(() => (isOvertaken.value ? undefined : form.failure)),
  })
  return { form, model, base, conflict, isUndecided, choose }
}
