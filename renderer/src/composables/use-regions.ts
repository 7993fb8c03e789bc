import { computed, shallowRef } from 'vue'
import { regionText, regionTree, type Areas } from './regions.ts'

const areas = shallowRef<Areas>()
let loading: Promise<void> | undefined

async function load(): Promise<void> {
  try {
    const { areaList } = await import('@vant/area-data')
    areas.value = areaList
  } catch (error) {
    // Codes stand for themselves until somebody asks again.
    console.warn('The names of regions could not be loaded.', error)
    loading = undefined
  }
}
const tree = computed(() => (areas.value ? regionTree(areas.value) : []))

/** Regions by name and as a tree; they are large and come only where somebody looks at one. */
export function useRegions() {
  loading ??= load()
  return {
    tree,
    nameOf: (code: string): string => (areas.value ? regionText(areas.value, code) : code),
  }
}
