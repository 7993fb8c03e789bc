import { expect, it } from 'vitest'
import { healthOf, pickWebhooks } from './webhook-list.ts'
import type { WebhookRow } from '../../../../server/modules/webhooks/webhooks.contract.ts'

const row = (over: Partial<WebhookRow>): WebhookRow => ({
  id: 'a',
  name: '伙伴',
  url: 'https://example.com/',
  eventTypes: ['member.registered'],
  isActive: true,
  disabledReason: null,
  previousSecretUntil: null,
  createdAt: 0,
  createdByName: '沈',
  updatedAt: 0,
  lastSuccessAt: null,
  lastFailureAt: null,
  waitingCount: 0,
  deadCount: 0,
  ...over,
})

it('says how an endpoint fares by what came last, and why it is off', () => {
  expect(healthOf(row({}))).toBe('unused')
  expect(healthOf(row({ lastSuccessAt: 2, lastFailureAt: 1 }))).toBe('ok')
  expect(healthOf(row({ lastSuccessAt: 1, lastFailureAt: 2 }))).toBe('failing')
  expect(healthOf(row({ lastFailureAt: 2 }))).toBe('failing')
  expect(healthOf(row({ isActive: false, lastSuccessAt: 1 }))).toBe('off')
  expect(healthOf(row({ isActive: false, disabledReason: 'gone' }))).toBe('gone')
})

it('shows the page that is asked for, with the number of all', () => {
  const rows = ['a', 'b', 'c'].map((id) => row({ id }))
  const page = pickWebhooks(rows, { pageNo: 2, pageSize: 2 })
  expect(page.list.map(({ id }) => id)).toEqual(['c'])
  expect(page.total).toBe(3)
})
