import { badInput, define } from './define.ts'

/** Refusals of the API for other systems. */
export const PARTNER_ERRORS = define({
  SIGNATURE_INVALID: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    text: {
      zh: '密钥或签名不对。',
      en: 'The key or the signature is wrong.',
    },
  },
  SIGNATURE_TIME: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    text: {
      zh: '时间戳与服务器时间相差超过 {seconds} 秒。',
      en: 'The timestamp is more than {seconds} s away from the time of the server.',
    },
  },
  SIGNATURE_REPEATED: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    text: { zh: '这个随机串已经用过。', en: 'This nonce was used before.' },
  },
  SCOPE_MISSING: {
    http: 403,
    trpc: 'FORBIDDEN',
    text: { zh: '密钥没有 {scope} 权限。', en: 'The key does not have the scope {scope}.' },
  },
  SOURCE_MISSING: {
    http: 403,
    trpc: 'FORBIDDEN',
    text: { zh: '密钥没有设置订单来源。', en: 'The key has no source of orders.' },
  },
  MEDIA_TYPE_WRONG: {
    http: 415,
    trpc: 'BAD_REQUEST',
    text: {
      zh: '请求内容必须是 application/json。',
      en: 'The body of the request has to be application/json.',
    },
  },
  IDEMPOTENCY_KEY_NEEDED: badInput(
    '写操作需要 Idempotency-Key（1–128 个可见字符）。',
    'A write needs an Idempotency-Key of 1 to 128 visible characters.',
  ),
  MEMBER_DISABLED: {
    http: 409,
    trpc: 'CONFLICT',
    text: { zh: '会员已停用。', en: 'The member is disabled.' },
  },
  DEDUCTION_REFUSED: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '这个订单可以使用 {min} 到 {max} 积分。',
      en: 'This order can take {min} to {max} points.',
    },
  },
  DEDUCTION_NONE: {
    http: 409,
    trpc: 'CONFLICT',
    text: { zh: '这个订单不能使用积分。', en: 'This order cannot take points.' },
  },
})
