import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'

const CURRENT: InjectionKey<() => boolean> = Symbol('current row')

/** Tells the controls in a row whether it is the one that the tab order goes through. */
export const provideRow = (isCurrent: () => boolean): void => {
  provide(CURRENT, isCurrent)
}

/**
 * `tabindex` of a control in a cell: of fifty rows only the current one is in the tab order, so that Tab
 * leads out of a table in a few steps. Outside of tables every control is reached.
 */
export function useCellTabindex(): ComputedRef<0 | -1> {
  const isCurrent = inject(CURRENT, () => true)
  return computed(() => (isCurrent() ? 0 : -1))
}
