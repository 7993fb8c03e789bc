import { badInput, conflict, define } from './define.ts'

/** Refusals of the points ledger. */
export const POINT_ERRORS = define({
  POINTS_INSUFFICIENT: conflict(
    '可用积分只有 {available}，不够 {wanted}。',
    'Only {available} points are available, not {wanted}.',
  ),
  POINTS_TOO_MANY: badInput(
    '一位会员的积分不能超过 {max}。',
    'A member cannot have more than {max} points.',
  ),
  POINTS_NOT_PENDING: conflict('这些积分已经生效。', 'These points are confirmed already.'),
  POINTS_RETURNED: conflict(
    '这笔扣减最多还能退回 {left} 积分。',
    'At most {left} points of this debit can be given back.',
  ),
  POINTS_TAKEN_BACK: conflict(
    '这笔积分最多还能收回 {left}。',
    'At most {left} points of this credit can be taken back.',
  ),
  NOT_REVERSIBLE: conflict('这笔记录不能撤回。', 'This entry cannot be taken back.'),
  DATE_PAST: badInput('有效期已过。', 'The date has passed.'),
  LOT_EMPTY: conflict('这批积分已经用完。', 'Nothing is left of these points.'),
  KEY_REUSED: {
    http: 422,
    trpc: 'CONFLICT',
    text: {
      zh: '这个幂等键已用于另一个请求。',
      en: 'This idempotency key was used for another request.',
    },
  },
  HOLD_CLOSED: conflict('这笔预占已经结束（{status}）。', 'The hold has ended ({status}).'),
  HOLD_TOO_SMALL: conflict('只预占了 {held} 积分。', 'Only {held} points are held.'),
})
