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
  DATE_TOO_FAR: badInput('最晚只能到 {max}。', '{max} is the last day possible.'),
  SETTINGS_CHANGED: conflict(
    '规则刚被他人修改，请核对后再保存。',
    'Somebody else has just changed the rules. Look at them before you save.',
  ),
  LOT_EMPTY: conflict('这批积分已经用完。', 'Nothing is left of these points.'),
  LOT_EXTENDED: conflict(
    '这批积分的到期日已经不早于新的日期。',
    'These points can be used as long as that already.',
  ),
  POINTS_REINSTATED: conflict(
    '这些过期积分已经补回。',
    'These expired points have been given back already.',
  ),
  KEY_REUSED: {
    http: 422,
    trpc: 'CONFLICT',
    text: {
      zh: '这个幂等键已用于另一个请求。',
      en: 'This idempotency key was used for another request.',
    },
  },
  NOTHING_TO_FREEZE: conflict('没有可以冻结的积分。', 'There are no points that could be frozen.'),
  BATCH_EMPTY: conflict('没有可以处理的会员。', 'There is no member to do it with.'),
  OWN_BATCH: conflict(
    '自己提交的调整要由别人复核。',
    'Somebody else has to decide on what you submitted yourself.',
  ),
  BATCH_DECIDED: conflict(
    '这一批的状态已经变了，请看过现在的内容再试。',
    'The batch is not where it was any more. Look at it as it is now.',
  ),
  BATCH_NOT_UNDOABLE: conflict(
    '这一批还没有完成，或已经撤销。',
    'The batch is not finished, or is undone already.',
  ),
  HOLD_CLOSED: conflict('这笔预占已经结束（{status}）。', 'The hold has ended ({status}).'),
  HOLD_TOO_SMALL: conflict('只预占了 {held} 积分。', 'Only {held} points are held.'),
})
