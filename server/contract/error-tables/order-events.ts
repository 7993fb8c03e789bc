import { badInput, conflict, define } from './define.ts'

/** Refusals of what a mall or a till tells about orders. */
export const ORDER_EVENT_ERRORS = define({
  NO_SUCH_MEMBER: {
    http: 404,
    trpc: 'NOT_FOUND',
    text: { zh: '没有这位会员。', en: 'There is no such member.' },
  },
  EVENT_TOO_OLD: badInput(
    '事件发生在 {days} 天以前，超过设置的期限。',
    'The event happened more than {days} days ago, which the settings do not allow.',
  ),
  EVENT_IN_FUTURE: badInput('事件时间在未来。', 'The event is in the future.'),
  EVENT_DIFFERS: {
    http: 422,
    trpc: 'CONFLICT',
    text: {
      zh: '这个事件已经收到过，内容不同。',
      en: 'This event was received before with another content.',
    },
  },
  ORDER_EXISTS: conflict(
    '订单 {orderNo} 已从文件导入。',
    'Order {orderNo} is there already: it was imported.',
  ),
  ORDER_TOO_LARGE: badInput(
    '订单金额超过 {maxFen} 分。',
    'The order is worth more than {maxFen} fen.',
  ),
  REFUND_LINE_UNKNOWN: badInput('订单没有第 {lineNo} 行。', 'The order has no line {lineNo}.'),
  REFUND_TOO_LARGE: conflict(
    '第 {lineNo} 行最多还能退 {leftFen} 分钱、{leftQuantity} 件。',
    'At most {leftFen} fen and {leftQuantity} pieces of line {lineNo} can still be refunded.',
  ),
  REFUND_EMPTY: conflict('这笔退款没有可退的内容。', 'There is nothing to refund.'),
})
