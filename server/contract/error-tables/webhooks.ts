import { badInput, conflict, define } from './define.ts'

/** Refusals about webhooks, and what can become of a message to a partner. */
export const WEBHOOK_ERRORS = define({
  WEBHOOK_NAME_UNKNOWN: badInput(
    '找不到主机 {host} 的地址，请检查网址。',
    'There is no address for the host {host}. Check the URL.',
  ),
  WEBHOOK_ADDRESS_REFUSED: badInput(
    '主机 {host} 在内部网络里，不能接收事件。',
    'The host {host} is in an internal network and cannot be sent events.',
  ),
  WEBHOOK_LIMIT: conflict(
    '最多可有 {limit} 个接收地址，请先删除不用的。',
    'There can be at most {limit} endpoints. Delete one that is not used.',
  ),
  WEBHOOK_INACTIVE: conflict(
    '这个接收地址已停用，请先启用。',
    'This endpoint is turned off. Turn it on first.',
  ),
  WEBHOOK_REPLAY_LIMIT: conflict(
    '这段时间有 {count} 个事件，一次最多重发 {limit} 个，请缩短时间。',
    'There are {count} events; at most {limit} are sent again at once. Choose a shorter time.',
  ),
  WEBHOOK_UNREACHABLE: {
    http: 503,
    trpc: 'SERVICE_UNAVAILABLE',
    text: { zh: '连接不上接收地址。', en: 'The endpoint cannot be reached.' },
  },
  WEBHOOK_REFUSED: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: { zh: '接收地址没有接收。', en: 'The endpoint did not take it.' },
  },
  WEBHOOK_GONE: conflict(
    '接收方表示这个地址已作废。',
    'The partner answered that this address is given up.',
  ),
})
