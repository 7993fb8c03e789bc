import { defineMessages } from '../../i18n/define-messages.ts'

/** What is done with a batch: approve, stop, undo. */
export const batchActMessages = defineMessages(
  {
    approve: {
      button: '批准',
      title: '批准这一批',
      effect: '{members} 位会员各 {points} 分，合计 {total} 分，批准后立即开始。',
      items: {
        extend: '{members} 位会员的 {items} 批、共 {total} 分改为可用到 {until}，批准后立即开始。',
        reinstate: '给 {members} 位会员补回 {total} 分，可用到 {until}，批准后立即开始。',
        undo: '撤销 {items} 笔，{members} 位会员合计 {total} 分，批准后立即开始。',
      },
      action: '批准 {total} 分',
      done: '已批准',
    },
    reject: {
      button: '驳回',
      title: '驳回这一批',
      effect: '{members} 位会员的积分都不变。',
      action: '驳回',
      done: '已驳回',
    },
    cancel: {
      button: '停止',
      title: '停止这一批',
      effect: '已经处理的会员不变，其余的不再处理。',
      action: '停止',
      done: '已停止',
    },
    resume: {
      button: '继续',
      title: '继续这一批',
      effect: '从还没处理的会员继续，处理过的不会重复。',
      action: '继续',
      done: '已继续',
    },
    undo: {
      button: '撤销整批',
      title: '撤销整批',
      effect:
        '为 {members} 位会员各记一笔相反的分录，合计 {total} 分。已经花掉的按设置记为欠分或不再追回。',
      items: {
        reinstate:
          '收回补给 {members} 位会员的积分，合计 {total} 分。已经花掉的按设置记为欠分或不再追回；撤销后可以再补回。',
      },
      action: '撤销 {members} 位',
      done: '撤销已提交',
    },
  },
  {
    approve: {
      button: 'Approve',
      title: 'Approve batch',
      effect: '{members} members, {points} points each, {total} in all. It begins at once.',
      items: {
        extend:
          '{total} points of {members} members in {items} lots can then be used through {until}. It begins at once.',
        reinstate:
          '{members} members get {total} points back, to be used through {until}. It begins at once.',
        undo: '{items} entries of {members} members are undone, {total} points in all. It begins at once.',
      },
      action: 'Approve {total} points',
      done: 'Approved',
    },
    reject: {
      button: 'Reject',
      title: 'Reject batch',
      effect: 'The points of {members} members stay as they are.',
      action: 'Reject',
      done: 'Rejected',
    },
    cancel: {
      button: 'Stop',
      title: 'Stop batch',
      effect: 'What was done stays; the other members are left alone.',
      action: 'Stop batch',
      done: 'Stopped',
    },
    resume: {
      button: 'Resume',
      title: 'Resume batch',
      effect: 'It goes on with members who are left; nobody gets anything twice.',
      action: 'Resume batch',
      done: 'Resumed',
    },
    undo: {
      button: 'Undo batch',
      title: 'Undo batch',
      effect:
        'An opposite entry for each of {members} members, {total} points in all. What is spent is owed or waived, by the setting.',
      items: {
        reinstate:
          'What {members} members got back is taken again, {total} points in all. What is spent is owed or waived, by the setting; afterwards it can be reinstated again.',
      },
      action: 'Undo for {members}',
      done: 'The undo was submitted',
    },
  },
)
