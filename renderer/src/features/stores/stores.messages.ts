import { defineMessages } from '../../i18n/define-messages.ts'

export const storesMessages = defineMessages(
  {
    title: '门店',
  },
  {
    title: 'Stores',
  },
)
