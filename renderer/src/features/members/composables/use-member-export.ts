import { computed, reactive, shallowRef } from 'vue'
import type { MemberList } from './use-member-list.ts'
import {
  memberFilter,
  type ExportMembersInput,
  type MemberSelection,
} from '../../../../../server/modules/members/members.contract.ts'

/** Rows that were ticked, as far as an export asks. */
interface Chosen {
  readonly count: number
  readonly isAll: boolean
  readonly isTotalExact: boolean
  toInput(filter: ReturnType<typeof memberFilter.parse>): MemberSelection | undefined
}

/** What is to be written into a file. */
export interface MemberExportOrder {
  readonly what: 'all' | 'filtered' | 'chosen'
  readonly wanted: Pick<ExportMembersInput, 'selection' | 'sort' | 'order'>
  /** How many they are, as far as the page knows. */
  readonly count: number
  readonly isCountExact: boolean
}

/** What was asked to be exported: all that the list finds, or those that were ticked. */
export function useMemberExport(members: MemberList, chosen: Chosen) {
  const asked = shallowRef<Pick<MemberExportOrder, 'what' | 'wanted'>>()
  function ask(what: MemberExportOrder['what'], selection: MemberSelection): void {
    const { sort, order } = members.input
    asked.value = { what, wanted: { selection, sort, order } }
  }
  /** The count may become exact while the dialog stands. */
  const order = computed((): MemberExportOrder | undefined => {
    if (!asked.value) return undefined
    const { count, isAll, isTotalExact } = chosen
    return asked.value.what === 'chosen'
      ? { ...asked.value, count, isCountExact: !isAll || isTotalExact }
      : { ...asked.value, count: members.total ?? 0, isCountExact: members.isTotalExact }
  })

  return reactive({
    order,
    askForAll() {
      const filter = memberFilter.parse(members.input)
      ask(members.isFiltered ? 'filtered' : 'all', { kind: 'all', filter, except: [] })
      if (!members.isTotalExact) members.countExactly?.()
    },
    askForChosen() {
      const selection = chosen.toInput(memberFilter.parse(members.input))
      if (selection) ask('chosen', selection)
    },
    close: () => (asked.value = undefined),
  })
}
