import type { LineCode } from '../api/failure.ts'
import { defineMessages } from '../i18n/define-messages.ts'
import { tableMessages } from './table.messages.ts'

/** Words of the widgets, used by every feature. */
export const uiMessages = defineMessages(
  {
    ...tableMessages.zh,
    trail: '所在位置',
    askRole: '没有此权限。可以请{roles}处理，或让管理员开通。',
    listSeparator: '、',
    retry: '重试',
    retryIn: '{seconds} 秒后自动重试（第 {attempt} 次，共 {of} 次）',
    copied: '已复制',
    copyFailed: '没有复制成功',
    copyForSupport: '复制给技术支持',
    code: '错误码',
    requestId: '请求编号',
    time: '时间',
    cause: '原因',
    noResult: '没有符合条件的记录',
    clearFilters: '清空条件',
    staleRows: '没有更新成功，下面是 {time} 的数据。',
    density: '行高',
    densities: { compact: '紧凑', default: '默认', comfortable: '宽松' },
    pager: '翻页',
    pageSize: '每页条数',
    perPage: '{count} 条/页',
    range: '第 {first}–{last} 条',
    pageCount: '共 {count} 页',
    brokenPart: '这一部分没有显示出来',
    failure: {
      NETWORK: '没有连上服务。数据没有受影响；请检查网络，或确认服务正在运行。',
      NO_ANSWER: '等了 {seconds} 秒没有回应，已停止等待。数据没有受影响。',
      UNAVAILABLE: '服务暂时不可用，通常很快恢复。数据没有受影响。',
      BAD_ANSWER: '收到的回应无法识别。请确认地址指向会员台服务，且两边版本一致。',
      BROKEN_PAGE:
        '页面自身出错，数据没有受影响。重试或刷新页面；如果重复出现，请把下面的内容发给技术支持。',
    } satisfies Record<LineCode, string>,
  },
  {
    ...tableMessages.en,
    trail: 'You are here',
    askRole: 'You do not have this right. Ask: {roles}.',
    listSeparator: ', ',
    retry: 'Try again',
    retryIn: 'Trying again in {seconds} s (try {attempt} of {of})',
    copied: 'Copied',
    copyFailed: 'Not copied',
    copyForSupport: 'Copy for support',
    code: 'Code',
    requestId: 'Request',
    time: 'Time',
    cause: 'Cause',
    noResult: 'Nothing matches these filters',
    clearFilters: 'Clear filters',
    staleRows: 'The update failed. These are the rows of {time}.',
    density: 'Row height',
    densities: { compact: 'Compact', default: 'Default', comfortable: 'Roomy' },
    pager: 'Pages',
    pageSize: 'Rows per page',
    perPage: '{count} / page',
    range: '{first}–{last}',
    pageCount: '{count} page | {count} pages',
    brokenPart: 'This part could not be shown',
    failure: {
      NETWORK:
        'The server cannot be reached. Your data is safe. Check the network and that the server is running.',
      NO_ANSWER: 'No answer for {seconds} s, so waiting was stopped. Your data is safe.',
      UNAVAILABLE: 'The server is not available, usually for a moment only. Your data is safe.',
      BAD_ANSWER:
        'The answer makes no sense. Check that the address is a Member Desk server of a matching version.',
      BROKEN_PAGE:
        'The page itself failed; your data is safe. Try again or reload. If it happens again, send the lines below to support.',
    },
  },
)
