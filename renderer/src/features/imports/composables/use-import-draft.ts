import { computed, ref } from 'vue'
import { api } from '../../../api/client.ts'
import { useUnsavedGuard } from '../../../composables/use-unsaved-guard.ts'
import { isComplete, withField } from '../column-choice.ts'
import { draftMapping, isDraftChanged } from '../import-draft.ts'
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
  const isChanged = computed(() => {
    const known = file()
    return known !== undefined && isDraftChanged(known, chosen.value)
  })
  const isReady = computed(() => {
    const known = file()
    return known !== undefined && isComplete(known.kind, mapping.value)
  })
  useUnsavedGuard(isChanged, () => file()?.name ?? '')

  function choose(column: number, field: string | null): void {
    chosen.value = withField(mapping.value, column, field)
  }
  /** Keeps the columns where they were changed, and finds out what an import with them would come to. */
  async function check({ id }: Pick<ImportFile, 'id'>): Promise<void> {
    if (isChanged.value) await api.imports.setMapping.mutate({ id, mapping: mapping.value })
    await api.imports.dryRun.mutate({ id })
  }
  return { mapping, isChanged, isReady, choose, check }
}
export type ImportDraft = ReturnType<typeof useImportDraft>
