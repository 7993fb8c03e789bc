import { defineMessages } from '../../i18n/define-messages.ts'

export const jobsMessages = defineMessages(
  {
    title: '任务',
  },
  {
    title: 'Jobs',
  },
)
