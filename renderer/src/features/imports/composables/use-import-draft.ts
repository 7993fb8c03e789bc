import { computed, ref } from 'vue'
import { api } from '../../../api/client.ts'
import { useUnsavedGuard } from '../../../composables/use-unsaved-guard.ts'
import { isComplete, withField } from '../column-choice.ts'
import { isSettled } from '../import-step.ts'
import { draftMapping, isDraftChanged } from '../import-draft.ts'
import type { StatedText } from '../stated-totals.ts'
import type {
  ImportFile,
  ImportMapping,
} from '../../../../../server/modules/imports/imports.contract.ts'

/** The columns of a file while they are chosen: every step of the wizard knows of them. */
export function useImportDraft(file: () => ImportFile | undefined) {
  const chosen = ref<ImportMapping>()
  const mapping = computed((): ImportMapping => {
    const known = file()
    return known ? draftMapping(known, chosen.value) : []
  })
  /** Who numbers the orders: undefined until it is chosen here. */
  const chosenSource = ref<string | null>()
  const orderSource = computed(() => {
    const known = file()
    if (known === undefined) return null
    const isOpen = !isSettled(known) && chosenSource.value !== undefined
    return isOpen ? (chosenSource.value ?? null) : known.orderSource
  })
  const isChanged = computed(() => {
    const known = file()
    if (known === undefined) return false
    return (
      isDraftChanged(known, chosen.value) ||
      (orderSource.value?.trim() ?? null) !== known.orderSource
    )
  })
  const isReady = computed(() => {
    const known = file()
    return known !== undefined && isComplete(known.kind, mapping.value)
  })
  useUnsavedGuard(isChanged, () => file()?.name ?? '')

  function choose(column: number, field: string | null): void {
    chosen.value = withField(mapping.value, column, field)
  }
  function chooseSource(source: string | null): void {
    chosenSource.value = source
  }
  /** Keeps the columns where they were changed, and finds out what an import with them would come to. */
  async function check({ id }: Pick<ImportFile, 'id'>): Promise<void> {
    if (isChanged.value) {
      const draft = { mapping: mapping.value, orderSource: orderSource.value }
      await api.imports.setMapping.mutate({ id, ...draft })
    }
    await api.imports.dryRun.mutate({ id })
  }
  /** What is typed as the totals of the old system, to be held against those of a check. */
  const stated = ref<StatedText>({ points: '', members: '' })
  return { stated, mapping, orderSource, isChanged, isReady, choose, chooseSource, check }
}
export type ImportDraft = ReturnType<typeof useImportDraft>
