import { defineMessages } from '../../i18n/define-messages.ts'

export const accountMessages = defineMessages(
  {
    title: '我的账号',
  },
  {
    title: 'My account',
  },
)
