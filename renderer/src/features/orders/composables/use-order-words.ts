import { useI18n } from 'vue-i18n'
import { FILE_SOURCE } from '../../../../../server/contract/order-source.ts'
import type { OrderRow } from '../../../../../server/modules/orders/orders.contract.ts'

/** Orders in the reader's words. */
export function useOrderWords() {
  const { t } = useI18n({ useScope: 'global' })
  /** Who numbered an order; a file of which nobody said it has a word here, the others are names. */
  const sourceText = (source: string): string =>
    source === FILE_SOURCE ? t('orders.sources.import') : source
  /** A member without a nickname is called by his number. */
  const memberText = ({ member }: Pick<OrderRow, 'member'>): string =>
    member ? member.nickname.trim() || member.memberNo : t('orders.nobody')
  return { sourceText, memberText }
}
