import { defineMessages } from '../../i18n/define-messages.ts'

export const auditMessages = defineMessages(
  {
    title: '审计日志',
  },
  {
    title: 'Audit log',
  },
)
