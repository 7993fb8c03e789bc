import { z } from 'zod'

export const PRODUCT = 'member-desk'

/**
 * Version of the conversation between the desktop app and a server. It rises when one side could
 * misunderstand the other; `PROTOCOL_OLDEST` is the oldest that this code still speaks.
 */
export const PROTOCOL = 1
export const PROTOCOL_OLDEST = 1

/** Answer of `GET /version`, open to anyone: it holds nothing but version numbers. */
export const versionInfo = z.object({
  product: z.literal(PRODUCT),
  version: z.string(),
  protocol: z.int().min(1),
  protocolOldest: z.int().min(1),
})
export type VersionInfo = z.infer<typeof versionInfo>

export type Handshake = 'ok' | 'clientTooOld' | 'serverTooOld'

/** Can this side and the one that answered `other` talk? Says which of them has to be updated. */
export function compareProtocol(
  other: Pick<VersionInfo, 'protocol' | 'protocolOldest'>,
  own = { protocol: PROTOCOL, protocolOldest: PROTOCOL_OLDEST },
): Handshake {
  if (other.protocolOldest > own.protocol) return 'clientTooOld'
  if (other.protocol < own.protocolOldest) return 'serverTooOld'
  return 'ok'
}
