import { defineMessages } from '../../i18n/define-messages.ts'

export const rolesMessages = defineMessages(
  {
    title: '角色与权限',
    builtIn: {
      administrator: '管理员',
      operator: '运营',
      cashier: '收银',
      auditor: '审计',
      finance: '财务',
    },
  },
  {
    title: 'Roles',
    builtIn: {
      administrator: 'Administrator',
      operator: 'Operator',
      cashier: 'Cashier',
      auditor: 'Auditor',
      finance: 'Finance',
    },
  },
)
