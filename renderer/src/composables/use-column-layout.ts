import { computed, reactive, type Ref } from 'vue'
import {
  arrangeColumns,
  boundedWidth,
  columnChoice,
  movedOrder,
  NO_CHOICE,
  type ColumnChoice,
} from './column-layout.ts'
import { useOwnPreference } from './use-own-preference.ts'
import type { ColumnLayout, DataColumn } from '../ui/table-model.ts'

const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([each]) => each !== key))

/** One reader's columns of the list named `list`, kept by the server: the same on every computer. */
export function useColumnLayout<SortKey extends string>(
  list: string,
  columns: Readonly<Ref<readonly DataColumn<SortKey>[]>>,
): ColumnLayout<SortKey> {
  const choice = useOwnPreference(`table.${list}`, columnChoice, NO_CHOICE)
  const all = computed(() => arrangeColumns(columns.value, choice.value))
  const change = (part: Partial<ColumnChoice>) => {
    choice.value = { ...choice.value, ...part }
  }
  const isEmpty = ({ order, visible, widths }: ColumnChoice) =>
    order.length + Object.keys(visible).length + Object.keys(widths).length === 0

  return reactive({
    all,
    shown: computed(() => all.value.filter(({ isVisible }) => isVisible)),
    isDefault: computed(() => isEmpty(choice.value)),
    setVisible(key: string, isVisible: boolean) {
      change({ visible: { ...choice.value.visible, [key]: isVisible } })
    },
    move(key: string, to: string) {
      change({
        order: movedOrder(
          all.value.map((column) => column.key),
          key,
          to,
        ),
      })
    },
    setWidth(key: string, width: number | undefined) {
      const column = all.value.find((each) => each.key === key)
      if (!column) return
      const { widths } = choice.value
      change({
        widths:
          width === undefined
            ? without(widths, key)
            : { ...widths, [key]: boundedWidth(column, width) },
      })
    },
    reset() {
      choice.value = NO_CHOICE
    },
  })
}
