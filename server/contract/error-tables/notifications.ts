import { define } from './define.ts'

/** Refusals about what members are told, and about edits of the same thing by two people. */
export const NOTIFICATION_ERRORS = define({
  EDIT_CONFLICT: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '别人刚刚改过，没有保存。请看过现在的内容再试一次。',
      en: 'Somebody has just changed it, so nothing was saved. Look at it as it is now and try again.',
    },
  },
  PLACEHOLDER_UNKNOWN: {
    http: 400,
    trpc: 'BAD_REQUEST',
    text: {
      zh: '没有“{placeholder}”这个占位符，可用的是 {known}。',
      en: 'There is no placeholder "{placeholder}". You can use {known}.',
    },
  },
  NOTIFICATION_FAILED: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '发送渠道没有接收这条通知。',
      en: 'The channel did not take the notification.',
    },
  },
  DELIVERY_INTERRUPTED: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '处理时服务中断，没有完成。',
      en: 'The server stopped before it was done.',
    },
  },
})
