import { defineMessages } from '../../i18n/define-messages.ts'
import type { RefusalCode } from '../../../../server/modules/imports/imports.contract.ts'

/**
 * Short names of the reasons why rows are left out, to count them under: the whole sentence has values in
 * it that differ from row to row. A code without its name does not compile.
 */
export const importReasonMessages = defineMessages(
  {
    reasons: {
      ROW_INCOMPLETE: '格数与表头不符',
      ROW_REPEATED: '与前面的行重复，内容不同',
      CELL_MISSING: '缺少必填的内容',
      CELL_TOO_LONG: '内容过长',
      CELL_NOT_TEXT: '含有控制字符',
      CELL_IS_FORMULA: '单元格是公式',
      CELL_UNKNOWN_VALUE: '不认识的值',
      MOBILE_INVALID: '手机号格式不对',
      EMAIL_INVALID: '邮箱格式不对',
      DATE_INVALID: '日期不存在或格式不对',
      DATE_IN_FUTURE: '时间晚于现在',
      AMOUNT_INVALID: '金额格式不对',
      AMOUNT_NEGATIVE: '金额为负',
      AMOUNT_TOO_LARGE: '金额过大',
      QUANTITY_INVALID: '数量不对',
      REGION_UNKNOWN: '没有这个地区',
      STORE_UNKNOWN: '没有这家门店，或不在数据范围内',
      CONTACT_MISSING: '没有手机号、外部编号或卡号',
      MOBILE_TAKEN: '手机号属于另一位会员',
      EMAIL_TAKEN: '邮箱属于另一位会员',
      CARD_TAKEN: '卡号属于另一位会员',
      MEMBER_UNKNOWN: '没有这位会员',
      MEMBER_DIFFERS: '会员已存在，内容不同',
      ORDER_DIFFERS: '订单已存在，内容不同',
    } satisfies Record<RefusalCode, string>,
  },
  {
    reasons: {
      ROW_INCOMPLETE: 'Cells do not fit the headings',
      ROW_REPEATED: 'Repeats an earlier row with other values',
      CELL_MISSING: 'A value is missing',
      CELL_TOO_LONG: 'A value is too long',
      CELL_NOT_TEXT: 'Holds control characters',
      CELL_IS_FORMULA: 'The cell is a formula',
      CELL_UNKNOWN_VALUE: 'A value is not known',
      MOBILE_INVALID: 'The mobile number is not valid',
      EMAIL_INVALID: 'The e-mail address is not valid',
      DATE_INVALID: 'The date is not valid',
      DATE_IN_FUTURE: 'The time is later than now',
      AMOUNT_INVALID: 'The amount is not valid',
      AMOUNT_NEGATIVE: 'The amount is negative',
      AMOUNT_TOO_LARGE: 'The amount is too large',
      QUANTITY_INVALID: 'The quantity is not valid',
      REGION_UNKNOWN: 'No such region',
      STORE_UNKNOWN: 'No such store, or outside the data scope',
      CONTACT_MISSING: 'No mobile, external or card number',
      MOBILE_TAKEN: 'The mobile belongs to another member',
      EMAIL_TAKEN: 'The e-mail belongs to another member',
      CARD_TAKEN: 'The card belongs to another member',
      MEMBER_UNKNOWN: 'No such member',
      MEMBER_DIFFERS: 'The member exists with other values',
      ORDER_DIFFERS: 'The order exists with other values',
    },
  },
)
