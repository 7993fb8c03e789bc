import type { AuditAction } from '../../../../server/modules/audit/audit.contract.ts'

/** What sort of thing was done; each has a word and a colour in the list. */
export const ACTION_KINDS = [
  'create',
  'change',
  'remove',
  'view',
  'signIn',
  'failure',
  'job',
] as const
export type ActionKind = (typeof ACTION_KINDS)[number]

const KIND_OF: Readonly<Record<AuditAction, ActionKind>> = {
  'session.signIn': 'signIn',
  'session.signInFailed': 'failure',
  'session.signOut': 'signIn',
  'session.end': 'signIn',
  'session.endAll': 'signIn',
  'staff.create': 'create',
  'staff.update': 'change',
  'staff.setStatus': 'change',
  'staff.unlock': 'change',
  'staff.resetPassword': 'change',
  'staff.changePassword': 'change',
  'staff.enableTotp': 'change',
  'staff.disableTotp': 'change',
  'role.create': 'create',
  'role.update': 'change',
  'role.delete': 'remove',
  'store.create': 'create',
  'store.update': 'change',
  'member.create': 'create',
  'member.update': 'change',
  'member.setStatus': 'change',
  'member.deleteNote': 'remove',
  'member.export': 'job',
  'member.import': 'job',
  'order.import': 'job',
  'order.export': 'job',
  'points.adjust': 'change',
  'points.freeze': 'change',
  'points.unfreeze': 'change',
  'points.releaseHold': 'change',
  'points.reverse': 'change',
  'pointBatch.create': 'create',
  'pointBatch.extend': 'create',
  'pointBatch.reinstate': 'create',
  'pointBatch.approve': 'change',
  'pointBatch.reject': 'remove',
  'pointBatch.cancel': 'remove',
  'pointBatch.resume': 'job',
  'pointBatch.undo': 'create',
  'points.import': 'job',
  'points.export': 'job',
  'setting.update': 'change',
  'notification.updateTemplate': 'change',
  'outbox.retry': 'change',
  'outbox.discard': 'remove',
  'webhook.create': 'create',
  'webhook.update': 'change',
  'webhook.rollSecret': 'change',
  'webhook.delete': 'remove',
  'webhook.disable': 'change',
  'webhook.test': 'view',
  'webhook.replay': 'change',
  'personal.reveal': 'view',
  'personal.unusual': 'failure',
  'audit.verify': 'job',
  'audit.export': 'job',
  'job.cancel': 'job',
  'keys.rotate': 'change',
  'keys.export': 'view',
  'keys.confirmExport': 'change',
  'apiKey.create': 'create',
  'apiKey.revoke': 'remove',
}

export const kindOf = (action: AuditAction): ActionKind => KIND_OF[action]

/** Key of an action's name; actions are `part.verb`, as their sentences are. */
export function actionKey(action: AuditAction): string {
  const [part = '', verb = ''] = action.split('.')
  return `audit.actions.${part}.${verb}`
}
