import { useI18n } from 'vue-i18n'
import { useRegions } from '../../../composables/use-regions.ts'
import { useRights } from '../../../composables/use-rights.ts'
import { useStoreOptions } from '../../../composables/use-store-options.ts'
import { makeValueText } from '../audit-value.ts'

/** Values of the log in words, stores and regions by their names; for where values are shown. */
export function useAuditValues() {
  const { t } = useI18n({ useScope: 'global' })
  const { roleName, rightName } = useRights()
  const stores = useStoreOptions()
  return makeValueText({
    t: (key) => t(key),
    roleName,
    rightName,
    storeName: stores.nameOf,
    // The names are many, and come only where there is a region.
    regionName: (code) => useRegions().nameOf(code),
  })
}
