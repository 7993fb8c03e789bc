import { defineMessages } from '../../i18n/define-messages.ts'

export const staffMessages = defineMessages(
  {
    title: '员工',
  },
  {
    title: 'Staff',
  },
)
