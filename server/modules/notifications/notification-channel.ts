import type { Ctx } from '../../db/context.ts'
import type { NotificationChannelName } from './notifications.contract.ts'

/** A text for one member, as it goes out. */
export interface OutgoingMessage {
  /** Id of the notification: a channel that knows such keys hands it on, so that it can tell a repeat. */
  readonly id: string
  readonly memberUid: string
  readonly title: string
  readonly body: string
}

/**
 * What became of a message. `failed` is said only where it certainly did not go out: it may be sent again.
 * `errorCode` is a code of the table of errors, without personal data.
 */
export type SendOutcome =
  | { readonly status: 'sent' }
  | { readonly status: 'failed' | 'unknown'; readonly errorCode: string }

/** A way to reach members. What `send` throws leaves the outcome unknown. */
export interface NotificationChannel {
  readonly name: NotificationChannelName
  send(ctx: Ctx, message: OutgoingMessage): Promise<SendOutcome>
}

/** Messages that members read in the mini program: the record is the message. */
export const inAppChannel: NotificationChannel = {
  name: 'inApp',
  send: () => Promise.resolve({ status: 'sent' }),
}
