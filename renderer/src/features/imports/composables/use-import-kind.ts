import { computed, ref, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useRights } from '../../../composables/use-rights.ts'
import { firstKind, permittedKind } from '../import-rights.ts'
import type { ImportKind } from '../../../../../server/modules/imports/imports.contract.ts'

/**
 * What the next file holds, kept in the page's address: the page stays open behind others, and a link to it
 * may ask for the other kind. While a file is sent, its kind stays.
 */
export function useImportKind(isUploading: Readonly<Ref<boolean>>) {
  const route = useRoute()
  const router = useRouter()
  const { can } = useRights()
  const ownPath = route.path
  const asked = () => permittedKind(route.query['kind'], can)
  const kind = ref(asked() ?? firstKind(can))
  watch(
    () => route.query,
    () => {
      if (route.path === ownPath && !isUploading.value) kind.value = asked() ?? kind.value
    },
  )
  return computed({
    get: () => kind.value,
    set(chosen: ImportKind) {
      kind.value = chosen
      void router.replace({ query: { kind: chosen } })
    },
  })
}
