import type { BatchMembersInput } from '../../../../server/modules/members/members.contract.ts'

/** What is to be done with the members that were chosen when it was asked for. */
export interface MemberBatchOrder extends Omit<BatchMembersInput, 'reason'> {
  /** How many they are, as far as the page knows. */
  readonly count: number
  readonly isCountExact: boolean
}
