import { useI18n } from 'vue-i18n'
import type { OrderRow } from '../../../../../server/modules/orders/orders.contract.ts'

/** Orders in the reader's words. */
export function useOrderWords() {
  const { t, te } = useI18n({ useScope: 'global' })
  /** Where an order came from; a source of a newer server by its code. */
  const sourceText = (source: string): string =>
    te(`orders.sources.${source}`) ? t(`orders.sources.${source}`) : source
  /** A member without a nickname is called by his number. */
  const memberText = ({ member }: Pick<OrderRow, 'member'>): string =>
    member ? member.nickname.trim() || member.memberNo : t('orders.nobody')
  return { sourceText, memberText }
}
