import { describe, expect, it } from 'vitest'
import { createWebhookInput } from './webhooks.contract.ts'
import { checkedAddresses, isPublicAddress } from './webhook-net.ts'

const runtime = { version: '0', home: 'standalone', filesDir: '' } as const
const ctx = { runtime }
const lenient = { runtime: { ...runtime, loopbackWebhooks: true } }
const net = (...addresses: string[]) => ({
  timeoutMs: 1_000,
  resolve: () => Promise.resolve(addresses),
})
const REFUSED = expect.objectContaining({ code: 'WEBHOOK_ADDRESS_REFUSED' }) as unknown

describe('addresses that a webhook may go to', () => {
  it.each([
    '169.254.169.254',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '127.0.0.1',
    '0.0.0.0',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:93.184.215.14',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '2001:db8::1',
    '2001::1',
  ])('are not of the internet: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['93.184.215.14', '172.32.0.1', '1.1.1.1', '2606:4700::1111', '240e::1'])(
    'are of the internet: %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )

  it.each([
    ['https://169.254.169.254/latest/meta-data'],
    ['https://10.0.0.5/'],
    ['https://[::1]/'],
    ['https://[::ffff:127.0.0.1]/'],
    ['https://2130706433/'],
    ['https://0x7f.1/'],
  ])('are refused however they are written: %s', async (url) => {
    await expect(checkedAddresses(ctx, url, net('93.184.215.14'))).rejects.toEqual(REFUSED)
  })

  it('are those that a name stands for, every one of them', async () => {
    const url = 'https://hooks.example.com/x'
    expect(await checkedAddresses(ctx, url, net('93.184.215.14'))).toEqual(['93.184.215.14'])
    await expect(checkedAddresses(ctx, url, net('93.184.215.14', '10.0.0.1'))).rejects.toEqual(
      REFUSED,
    )
    await expect(checkedAddresses(ctx, url, net('::1'))).rejects.toEqual(REFUSED)
    const unknown = { code: 'WEBHOOK_NAME_UNKNOWN', params: { host: 'hooks.example.com' } }
    await expect(checkedAddresses(ctx, url, net())).rejects.toMatchObject(unknown)
    const failing = { ...net(), resolve: () => Promise.reject(new Error('ENOTFOUND')) }
    await expect(checkedAddresses(ctx, url, failing)).rejects.toMatchObject(unknown)
  })

  it('are this machine only where that is allowed, and no private network even then', async () => {
    await expect(checkedAddresses(ctx, 'http://localhost/', net('127.0.0.1'))).rejects.toEqual(
      REFUSED,
    )
    expect(await checkedAddresses(lenient, 'http://localhost/', net('127.0.0.1'))).toEqual([
      '127.0.0.1',
    ])
    expect(await checkedAddresses(lenient, 'http://[::1]:8080/', net())).toEqual(['::1'])
    await expect(checkedAddresses(lenient, 'https://10.0.0.5/', net())).rejects.toEqual(REFUSED)
  })
})

describe('the URL of an endpoint', () => {
  const isTaken = (url: string) =>
    createWebhookInput.safeParse({ name: '伙伴', url, eventTypes: ['member.registered'] }).success

  it('is https, or http on this machine, without a password or a fragment', () => {
    expect(isTaken('https://hooks.example.com:8443/a?b=c')).toBe(true)
    expect(isTaken('http://127.0.0.1:3000/hook')).toBe(true)
    expect(isTaken('http://localhost/hook')).toBe(true)
    for (const url of [
      'http://hooks.example.com/',
      'http://localhost.example.com/',
      'https://user:pass@example.com/',
      'https://example.com/#x',
      'ftp://example.com/',
      'file:///etc/passwd',
      'hooks.example.com',
    ]) {
      expect(isTaken(url), url).toBe(false)
    }
  })

  it('is told of known events, each once and at least one', () => {
    const eventTypes = ['points.changed', 'member.registered', 'points.changed']
    const input = { name: ' 伙伴 ', url: 'https://example.com/', eventTypes }
    expect(createWebhookInput.parse(input)).toEqual({
      name: '伙伴',
      url: 'https://example.com/',
      eventTypes: ['member.registered', 'points.changed'],
    })
    expect(createWebhookInput.safeParse({ ...input, eventTypes: [] }).success).toBe(false)
    expect(createWebhookInput.safeParse({ ...input, eventTypes: ['x'] }).success).toBe(false)
  })
})
