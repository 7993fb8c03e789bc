import { hash, verify } from '@node-rs/argon2'
import { AppError } from '../../kernel/app-error.ts'
import type { Context } from '../../kernel/context.ts'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Hashing takes a core and 19 MiB each: more at once would be a way to stop the server. */
const AT_ONCE_MAX = 2
const WAITING_MAX = 50
const RETRY_SECONDS = 5

/** One address may not fill the queue and so keep everybody else out. */
const WAITING_AN_ADDRESS_MAX = 20

let active = 0
const waiting: { readonly address: string; readonly start: () => void }[] = []

function assertRoom(address: string): void {
  const own = waiting.filter((entry) => entry.address === address).length
  if (waiting.length < WAITING_MAX && own < WAITING_AN_ADDRESS_MAX) return
  throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds: RETRY_SECONDS })
}

async function takeTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
  if (active >= AT_ONCE_MAX) {
    assertRoom(address)
    // Who ends hands his place on, so nobody slips in between.
    await new Promise<void>((start) => waiting.push({ address, start }))
  } else active += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next.start()
    else active -= 1
  }
}

type Asking = Pick<Context<unknown>, 'address'>

/** argon2id with a salt of its own. Never call it inside a transaction: it takes tens of milliseconds. */
export const hashPassword = ({ address }: Asking, password: string): Promise<string> =>
  takeTurn(address, () => hash(password, OPTIONS))

/** A hash that no password fits: an unknown name takes as long as a known one. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/**
 * @param stored the account's hash; undefined for an account that does not exist
 * @throws AppError TOO_MANY_REQUESTS when too many wait already; nothing was compared then
 */
export const isPassword = (
  { address }: Asking,
  stored: string | undefined,
  password: string,
): Promise<boolean> =>
  takeTurn(address, async () => {
    const hasPassword = stored?.startsWith('$argon2id$') === true
    return (await verify(hasPassword ? stored : NOBODY, password)) && hasPassword
  })
