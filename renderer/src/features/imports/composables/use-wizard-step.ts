import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { reachedSteps, stepOf, type ImportStep } from '../import-step.ts'
import type { ImportFile } from '../../../../../server/modules/imports/imports.contract.ts'

/** The step that is shown, kept in the page's address so that a reload shows it again. */
export function useWizardStep(file: () => ImportFile | undefined) {
  const route = useRoute()
  const router = useRouter()
  // The address of another page says nothing about this one, which is kept in the background.
  const ownPath = route.path
  const wanted = ref(route.query['step'])
  watch(
    () => route.query['step'],
    (step) => {
      if (route.path === ownPath) wanted.value = step
    },
  )
  const step = computed(() => stepOf(wanted.value, file()))
  const reached = computed(() => reachedSteps(file()))
  const go = (to: ImportStep) => router.push({ path: ownPath, query: { step: to } })
  return { step, reached, go }
}
