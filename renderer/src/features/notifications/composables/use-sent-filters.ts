import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import {
  NOTIFICATION_CHANNELS,
  NOTIFICATION_STATUSES,
  NOTIFIED_EVENTS,
} from '../../../../../server/modules/notifications/notifications.contract.ts'
import { useNotificationWords } from './use-notification-words.ts'
import type { AppliedFilter } from '../../../ui/list/list-tools.ts'
import type { SentListQuery } from '../notification-queries.ts'

type SentFilter = Pick<SentListQuery, 'keyword' | 'memberUid' | 'event' | 'channel' | 'status'>

/** What to ask once a condition is dropped. */
export const withoutFilter = (key: string): Partial<SentFilter> =>
  key === 'keyword' ? { keyword: '' } : { [key]: undefined }

/** The conditions of what was sent in words: those in force, and those to choose from. */
export function useSentFilters(input: () => SentFilter, memberName: () => string) {
  const { t } = useI18n()
  const { eventText, channelText } = useNotificationWords()
  const statusText = (status: string): string => t(`notifications.sent.statuses.${status}`)
  const applied = computed((): AppliedFilter[] => {
    const { keyword, memberUid, event, channel, status } = input()
    const chip = (key: keyof SentFilter, value: string, name: string = key) => ({
      key,
      name: t(`notifications.sent.columns.${name}`),
      value,
    })
    return [
      ...(keyword ? [chip('keyword', keyword)] : []),
      ...(memberUid ? [chip('memberUid', memberName(), 'member')] : []),
      ...(event ? [chip('event', eventText(event))] : []),
      ...(channel ? [chip('channel', channelText(channel))] : []),
      ...(status ? [chip('status', statusText(status))] : []),
    ]
  })
  const events = computed(() =>
    NOTIFIED_EVENTS.map((value) => ({ value, label: eventText(value) })),
  )
  const channels = computed(() =>
    NOTIFICATION_CHANNELS.map((value) => ({ value, label: channelText(value) })),
  )
  const statuses = computed(() =>
    NOTIFICATION_STATUSES.map((value) => ({ value, label: statusText(value) })),
  )
  return { applied, events, channels, statuses, statusText }
}
