import { useI18n } from 'vue-i18n'
import {
  notificationChannel,
  notificationLanguage,
  notifiedEvent,
} from '../../../../../server/modules/notifications/notifications.contract.ts'
import { consumerKind, eventType } from '../../../../../server/modules/outbox/outbox.contract.ts'
import type { EventMember } from '../notification-member.ts'

/** Notifications in the reader's words. What a newer server names stands for itself. */
export function useNotificationWords() {
  const { t, te } = useI18n({ useScope: 'global' })

  function eventText(event: string, part: 'name' | 'when' = 'name'): string {
    const known = notifiedEvent.safeParse(event).data
    if (!known) return event
    const [group = '', verb = ''] = known.split('.')
    return t(`notifications.events.${group}.${verb}.${part}`)
  }
  /** What happened, whoever is told of it. */
  function happeningText(event: string): string {
    const known = eventType.safeParse(event).data
    return known ? t(`notifications.happenings.${known}`) : event
  }
  const channelText = (channel: string): string =>
    notificationChannel.safeParse(channel).success
      ? t(`notifications.channels.${channel}`)
      : channel
  const languageText = (language: string): string =>
    notificationLanguage.safeParse(language).success
      ? t(`notifications.languages.${language}`)
      : language
  const reasonText = (code: string): string =>
    te(`notifications.reasons.${code}`) ? t(`notifications.reasons.${code}`) : code
  const memberText = (member: EventMember | null): string =>
    member ? member.nickname.trim() || member.memberNo : t('notifications.memberGone')

  /** Who was to be told: a part of the program, or an endpoint by its name. */
  function consumerText(consumer: string, name: string | null): string {
    const kind = consumerKind.safeParse(consumer.split(':')[0]).data
    if (kind === undefined) return consumer
    if (kind !== 'webhook') return t(`notifications.undelivered.consumers.${kind}`)
    if (name === null) return t('notifications.undelivered.endpointGone')
    return t('notifications.undelivered.endpoint', { name })
  }

  return {
    consumerText,
    eventText,
    happeningText,
    channelText,
    languageText,
    reasonText,
    memberText,
  }
}
