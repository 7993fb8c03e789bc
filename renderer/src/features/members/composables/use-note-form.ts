import { watch } from 'vue'
import { useForm } from '../../../composables/use-form.ts'
import { addNoteInput } from '../../../../../server/modules/members/members.contract.ts'
import { useNoteDraft } from './use-note-drafts.ts'

/** The form for a new note about a member; what is typed into it is kept as his draft. */
export function useNoteForm(uid: string, add: (text: string) => Promise<void>) {
  const draft = useNoteDraft(uid)
  const form = useForm({
    initial: { text: draft.value },
    schema: addNoteInput.pick({ text: true }),
    submit: async ({ text }) => {
      const sent = draft.value
      await add(text)
      // What was typed on meanwhile is the next note.
      if (draft.value === sent) draft.value = ''
    },
  })
  // At once, so that nothing is missing where the form goes away with the last key.
  watch(
    () => form.values.text,
    (text) => (draft.value = text),
    { flush: 'sync' },
  )
  watch(draft, (text) => (form.values.text = text), { flush: 'sync' })
  return form
}
