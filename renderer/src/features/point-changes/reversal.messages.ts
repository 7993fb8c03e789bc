import { defineMessages } from '../../i18n/define-messages.ts'

export const reversalMessages = defineMessages(
  {
    button: '冲回',
    title: '冲回这笔积分',
    ofCredit: '收回这笔得到的积分：先从它自己的批次收，不够的再从其他可用积分收，最早到期的先收。',
    ofDebit: '退回这笔扣掉的积分：退到原来的批次，已过期的按宽限天数处理，欠分先还。',
    action: '冲回 {points} 分',
    done: '已冲回，现在可用 {available}',
    tooMuch: '最多还能冲回 {left} 分',
    before: '现在',
    change: '变化',
    after: '之后',
    rows: { available: '可用', frozen: '冻结', debt: '欠分' },
    forgone: '{points} 分已经花掉，不再追回。',
    lots: '涉及的批次',
    until: '至 {day}',
    whyNot: {
      reversal: '这笔本身就是冲回。',
      order: '订单的积分由退款冲回。',
      program: '系统自动记的积分不能手工冲回。',
      kind: '只有得到和扣掉的积分可以冲回。',
      nothingLeft: '已经全部冲回。',
    },
  },
  {
    button: 'Reverse',
    title: 'Reverse this entry',
    ofCredit:
      'Takes back the points it gave: first from their own lot, then from whatever else can be used, the soonest to expire first.',
    ofDebit:
      'Gives back the points it took, to the lots they came from; past their date for the grace days, after what is owed.',
    action: 'Reverse {points} points',
    done: 'Reversed, {available} available now',
    tooMuch: 'At most {left} points can still be reversed',
    before: 'Now',
    change: 'Change',
    after: 'After',
    rows: { available: 'Available', frozen: 'Frozen', debt: 'Owed' },
    forgone: '{points} points are spent and nobody owes them.',
    lots: 'Lots',
    until: 'Until {day}',
    whyNot: {
      reversal: 'This entry is a reversal itself.',
      order: 'What orders gave and used is reversed by refunds.',
      program: 'What the program does by itself is not reversed by hand.',
      kind: 'Only points that were given or taken can be reversed.',
      nothingLeft: 'All of it is reversed already.',
    },
  },
)
