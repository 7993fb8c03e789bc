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
