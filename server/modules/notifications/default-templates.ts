import type {
  NotificationChannelName,
  NotificationLanguage,
  NotifiedEvent,
} from './notifications.contract.ts'

interface DefaultTemplate {
  readonly event: NotifiedEvent
  readonly channel: NotificationChannelName
  readonly language: NotificationLanguage
  readonly title: string
  readonly body: string
}

/** The texts that a new shop starts with. They are the shop's own from then on. */
export const DEFAULT_TEMPLATES: readonly DefaultTemplate[] = [
  {
    event: 'member.registered',
    channel: 'inApp',
    language: 'zh',
    title: '欢迎加入{company}',
    body: '{nickname}，您好！您已成为{company}的会员，会员号 {memberNo}。结账时报手机号或会员号，就能享受会员权益。',
  },
  {
    event: 'member.registered',
    channel: 'inApp',
    language: 'en',
    title: 'Welcome to {company}',
    body: 'Hello {nickname}, you are now a member of {company}. Your member number is {memberNo}: give it or your mobile number at the till to enjoy your benefits.',
  },
  {
    event: 'points.expiring',
    channel: 'inApp',
    language: 'zh',
    title: '{points} 积分即将过期',
    body: '{nickname}，您好！您在{company}的 {points} 积分可以用到 {expiresOn}（还剩 {daysLeft} 天），过期作废，欢迎在此之前使用。',
  },
  {
    event: 'points.expiring',
    channel: 'inApp',
    language: 'en',
    title: '{points} points expire soon',
    body: 'Hello {nickname}, {points} of your points at {company} can be used through {expiresOn}, {daysLeft} days from now. Use them before they expire.',
  },
]

/** How a member without a nickname is addressed. */
export const NICKNAME_MISSING: Readonly<Record<NotificationLanguage, string>> = {
  zh: '会员',
  en: 'member',
}

/** What stands for the company where first run has not named it yet. */
export const COMPANY_MISSING: Readonly<Record<NotificationLanguage, string>> = {
  zh: '我们',
  en: 'our shop',
}
