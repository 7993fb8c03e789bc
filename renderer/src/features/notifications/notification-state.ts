import type { NotificationStatus } from '../../../../server/modules/notifications/notifications.contract.ts'

const TONES = { sent: 'ok', failed: 'bad', unknown: 'warn' } as const satisfies Readonly<
  Record<NotificationStatus, string>
>

export const toneOf = (status: NotificationStatus) => TONES[status]
