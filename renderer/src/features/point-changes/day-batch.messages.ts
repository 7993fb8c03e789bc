import { defineMessages } from '../../i18n/define-messages.ts'

/** Extending and reinstating by days. */
export const dayBatchMessages = defineMessages(
  {
    before: '原到期日',
    after: '新的最后一天',
    becomes: '→ 可用到',
    store: '归属门店',
    anyStore: '全部门店',
    items: { extend: '积分批数', reinstate: '过期笔数' },
    itemsDone: '{count}，已处理 {done}',
    badRange: '不早于开始日期，最多一年',
    badUntil: '要晚于范围的结束日期',
    noUndo: '延期没有改变积分，不用撤销。日子定错了可以再延期到更晚的一天。',
    extend: {
      title: '延期',
      text: '到期日在这个范围里的积分改为可用到新的最后一天，占用、冻结和待生效的也算；积分数不变。名单和每位的积分在提交时固定，之后花掉的、过期的不再延。',
      from: '到期日从',
      to: '到期日到',
      before: '到期日',
      nothing: '这个范围里没有还能延期的积分。',
      action: '延长 {members} 位的 {points} 分',
      started: '延期已开始',
    },
    reinstate: {
      title: '补回过期积分',
      text: '最后一天在这个范围里、已经过期扣除的积分再给一次，可用到新的最后一天。每笔过期只补一次；已经补回的不再列入。名单和每位的积分在提交时固定。',
      from: '过期日从',
      to: '过期日到',
      before: '过期日',
      nothing: '这个范围里没有可以补回的积分。',
      action: '给 {members} 位补回 {points} 分',
      started: '补回已开始',
    },
  },
  {
    before: 'Last day before',
    after: 'New last day',
    becomes: '→ usable through',
    store: 'Home store',
    anyStore: 'All stores',
    items: { extend: 'Lots', reinstate: 'Expiries' },
    itemsDone: '{count}, {done} done',
    badRange: 'Not before the first day, one year at most',
    badUntil: 'After the last day of the range',
    noUndo:
      'Extending changed no points, so there is nothing to undo. A wrong day can be extended again, to a later one.',
    extend: {
      title: 'Extend points',
      text: 'Points whose last day is in this range can be used through the new one, those on hold, frozen or pending too; their number stays. Who and how many is fixed when it is submitted: what is spent or over by then is left alone.',
      from: 'Last days from',
      to: 'Last days to',
      before: 'Last day',
      nothing: 'Nothing in this range can be extended.',
      action:
        'Extend {points} points of {members} member | Extend {points} points of {members} members',
      started: 'The extension has begun',
    },
    reinstate: {
      title: 'Reinstate expired points',
      text: 'Points whose last day was in this range and that expired are given again, until the new last day. Each expiry is reinstated once; what was reinstated before is left out. Who and how many is fixed when it is submitted.',
      from: 'Expired from',
      to: 'Expired to',
      before: 'Expired after',
      nothing: 'Nothing in this range can be reinstated.',
      action:
        'Reinstate {points} points for {members} member | Reinstate {points} points for {members} members',
      started: 'The reinstatement has begun',
    },
  },
)
