import { badInput, conflict, define } from './define.ts'

/** Refusals about members and orders. */
export const MEMBER_ERRORS = define({
  MOBILE_INVALID: badInput('手机号格式不正确。', 'The mobile number is not valid.'),
  EMAIL_INVALID: badInput('邮箱格式不正确。', 'The e-mail address is not valid.'),
  DATE_INVALID: badInput(
    '日期不存在或格式不对，应为 2026-03-18。',
    'The date does not exist or is not written like 2026-03-18.',
  ),
  ADDRESS_INVALID: badInput(
    '要写成以 https:// 开头的完整网址。',
    'Write a whole address that begins with https://.',
  ),
  REGION_UNKNOWN: badInput('没有这个地区。', 'There is no such region.'),
  STORE_UNKNOWN: badInput(
    '没有这家门店，或不在你的数据范围内。',
    'There is no such store, or it is outside your data scope.',
  ),
  MOBILE_TAKEN: conflict(
    '手机号已属于另一位会员。',
    'The mobile number belongs to another member.',
  ),
  EMAIL_TAKEN: conflict('邮箱已属于另一位会员。', 'The e-mail address belongs to another member.'),
  CARD_TAKEN: conflict('卡号已属于另一位会员。', 'The card number belongs to another member.'),
  EXTERNAL_ID_TAKEN: conflict(
    '外部编号已属于另一位会员。',
    'The external number belongs to another member.',
  ),
  MEMBER_CHANGED: conflict('会员资料已被他人修改。', 'Somebody else has changed this member.'),
  NOTE_LIMIT: conflict(
    '跟进记录已有 {limit} 条，请先删掉一些。',
    'There are {limit} notes already. Delete some first.',
  ),
  CONTACT_MISSING: badInput(
    '手机号、外部编号、卡号至少填一项。',
    'Give a mobile, an external number or a card number.',
  ),
})
