import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv4 } from 'node:net'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'

/** How names become addresses, and how long a partner may take; tests bring their own. */
export interface WebhookNet {
  resolve(hostname: string): Promise<readonly string[]>
  readonly timeoutMs: number
}

const TIMEOUT_MS = 15_000

export const SYSTEM_NET: WebhookNet = {
  timeoutMs: TIMEOUT_MS,
  async resolve(hostname) {
    return (await lookup(hostname, { all: true })).map(({ address }) => address)
  },
}

/** What of the old addresses is not on the internet: IANA's registry of special-purpose addresses. */
const SPECIAL_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
/** What of the global unicast addresses leads elsewhere: tunnels into the old ones, and examples. */
const SPECIAL_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const special = new BlockList()
for (const [net, prefix] of SPECIAL_IPV4) special.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of SPECIAL_IPV6) special.addSubnet(net, prefix, 'ipv6')
const globalIpv6 = new BlockList()
globalIpv6.addSubnet('2000::', 3, 'ipv6')
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Is an address one of the internet, not of a network that only this server reaches? */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4')
  // What stands for an old address within a new one (::ffff:…) is no global one, and so refused.
  return globalIpv6.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

const isLoopback = (address: string): boolean =>
  loopback.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')

/** The host of an address as the net knows it: without the brackets of IPv6. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

async function resolveName(host: string, net: WebhookNet): Promise<readonly string[]> {
  try {
    return await net.resolve(host)
  } catch (error) {
    throw new AppError('WEBHOOK_NAME_UNKNOWN', { host }, { cause: error })
  }
}

/**
 * The addresses of a partner that may be called: every one is of the internet, or of this machine where that is
 * allowed. Asked when an endpoint is saved and again before each request, which goes to no other address: a
 * name may lead elsewhere by then.
 *
 * @throws AppError WEBHOOK_NAME_UNKNOWN, WEBHOOK_ADDRESS_REFUSED
 */
export async function checkedAddresses(
  { runtime }: Pick<Ctx, 'runtime'>,
  url: string,
  net: WebhookNet,
): Promise<readonly string[]> {
  const host = hostOf(new URL(url))
  const addresses = isIP(host) === 0 ? await resolveName(host, net) : [host]
  if (addresses.length === 0) throw new AppError('WEBHOOK_NAME_UNKNOWN', { host })
  const isAllowed = (address: string) =>
    isPublicAddress(address) || (runtime.loopbackWebhooks === true && isLoopback(address))
  if (!addresses.every(isAllowed)) throw new AppError('WEBHOOK_ADDRESS_REFUSED', { host })
  return addresses
}
