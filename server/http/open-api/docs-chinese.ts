import type { Language } from '../../contract/errors.ts'

/** What the document says, in Chinese, by its English. A route without its line fails a test. */
const CHINESE: Readonly<Record<string, string>> = {
  Key: '密钥',
  Webhooks: '事件推送',
  'Somebody became a member': '有人成为会员',
  'The profile of a member changed; ask for what it is now': '会员资料变了；现在的内容请来查询',
  'An entry of the ledger: points given, taken, held or confirmed':
    '一笔积分明细：发放、扣减、占用或生效',
  'Points of a member that soon end': '会员的积分快要到期',
  'Of the event: the same however often it is sent. Who keeps it does nothing twice.':
    '事件的编号，重发也不变。记下它，就不会把同一件事做两遍。',
  'Seconds since 1970 of this attempt. Refuse what is more than 5 minutes off.':
    '这一次发送的时间（1970 年起的秒数）。相差超过 5 分钟就应拒绝。',
  'v1, and the base64 HMAC-SHA-256 of "webhook-id.webhook-timestamp.body". Several are separated by spaces; one that is right is enough.':
    '“v1,”加上对“webhook-id.webhook-timestamp.请求体”的 HMAC-SHA-256（base64）。可能有多个，用空格隔开，一个对得上即可。',
  Taken: '已收下',
  'The address is given up: the endpoint is turned off': '地址已作废：停用这个接收地址',
  'Not taken, and tried again; redirects too are not followed': '没有收下，稍后重发；不跟随重定向',
  Members: '会员',
  Points: '积分',
  Orders: '订单',
  Done: '完成',
  Refused: '拒绝',
  'Kept until what it needs has come': '已收下，等它所需的事件到了再处理',
  'What the key of this request is and may do': '当前密钥的名称、授权、来源和门店',
  'A member by his uid, personal values masked': '按 uid 查会员，个人信息遮住一部分',
  'A member by one of his numbers': '按一个编号查会员（编号放在请求体里，不进网址和日志）',
  "A member's points, and what can be used until when": '会员的积分，以及哪些何时到期',
  'What changed the points of a member, newest first': '积分明细，最近的在前',
  'Give points for what your system rewards': '因贵方系统的奖励发放积分',
  'Take points for what a member gets from your system': '会员在贵方系统兑换时扣减积分',
  'Take back what such an entry gave or took, in part or whole':
    '撤回上面的发放或扣减，可以只撤一部分',
  'What a basket can take of the points of a member, and what it will give':
    '试问一个购物篮：最多能抵多少积分，付款后会得多少',
  'Set points aside for an order until it is paid': '下单时占用积分，等待付款',
  'Where a hold stands': '查一笔占用',
  'Let a hold go: the order is not paid': '订单没有付款，放开占用',
  'Take what was set aside, where no order event does': '扣掉占用的积分（不提交订单事件时用）',
  'Tell of a payment, shipment, completion or refund; what comes before its payment is kept (202)':
    '告知付款、发货、完成或退款；先于付款到达的会先收下（202）',
  'What an order of your source gave, used and took back, by line':
    '查贵方一个订单发放、抵扣和收回的积分，按行',
  '1–128 visible ASCII characters, made by the caller before the first attempt. The same key with the same body gives the first answer, with another body 422.':
    '1–128 个可见 ASCII 字符，第一次尝试前由调用方生成。同键同内容返回第一次的结果，同键不同内容返回 422。',
}

/** Has the page a Chinese sentence for this one? */
export const isTranslated = (english: string): boolean => english in CHINESE

/** A sentence of the document in the reader's language. */
export const inLanguage = (english: string, language: Language): string =>
  language === 'zh' ? (CHINESE[english] ?? english) : english
