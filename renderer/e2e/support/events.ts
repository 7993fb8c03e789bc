import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { APIRequestContext } from '@playwright/test'
import { KNOWN } from './members.ts'
import type { TestServer } from './server.ts'

const HOUR_MS = 3_600_000
const memberPage = z.object({ list: z.array(z.object({ uid: z.string(), nickname: z.string() })) })

/** How the delivery of an event stands. */
interface Delivery {
  readonly status: 'waiting' | 'dead'
  readonly attempts: number
  readonly nextAttemptAt: number
  readonly lastError: string | null
}

/** Uids of the members, by nickname. */
async function uidsOf(server: TestServer, request: APIRequestContext) {
  const { list } = memberPage.parse(await server.call(request, 'members.list'))
  return new Map(list.map(({ uid, nickname }) => [nickname, uid]))
}

/** Writes that members registered, into the database of a stopped server. */
async function writeRegistrations(
  server: TestServer,
  registrations: readonly { readonly uid: string; readonly delivery: Delivery }[],
): Promise<void> {
  await server.write(
    registrations.flatMap(({ uid, delivery }, index) => {
      const { status, attempts, nextAttemptAt, lastError } = delivery
      const atMs = Date.now() - (registrations.length - index) * 60_000
      const id = `${atMs
        .toString(16)
        .padStart(12, '0')
        .replace(/^(.{8})/, '$1-')}-7${randomUUID().slice(15)}`
      const payload = JSON.stringify({ memberUid: uid, channel: 'backOffice' })
      return [
        {
          sql: `INSERT INTO "OutboxEvent" ("id", "type", "memberUid", "payload", "occurredAt")
            VALUES (?, 'member.registered', ?, ?, ?)`,
          values: [id, uid, payload, atMs],
        },
        {
          sql: `INSERT INTO "OutboxDelivery"
            ("eventId", "consumer", "status", "attempts", "nextAttemptAt", "lastError")
            VALUES (?, 'notifications', ?, ?, ?, ?)`,
          values: [id, status, attempts, nextAttemptAt, lastError],
        },
      ]
    }),
  )
}

/**
 * Makes the known members of a server register, which it is stopped for: two welcomes are due and go out by
 * themselves, two were given up, one waits for its next attempt. `request` is signed in as an administrator.
 */
export async function writeKnownEvents(
  server: TestServer,
  request: APIRequestContext,
): Promise<void> {
  const uids = await uidsOf(server, request)
  await server.stop()
  const nextAttemptAt = Date.now()
  const due = { status: 'waiting', attempts: 0, nextAttemptAt, lastError: null } as const
  const dead = { status: 'dead', attempts: 8, nextAttemptAt, lastError: 'TIMEOUT' } as const
  const retrying = { ...due, attempts: 3, nextAttemptAt: nextAttemptAt + HOUR_MS }
  const of = ({ nickname }: { nickname: string }) => uids.get(nickname) ?? ''
  await writeRegistrations(server, [
    { uid: of(KNOWN.kitchen), delivery: due },
    { uid: of(KNOWN.nameless), delivery: due },
    { uid: of(KNOWN.echo), delivery: dead },
    { uid: of(KNOWN.long), delivery: { ...dead, lastError: 'NOTIFICATION_FAILED' } },
    { uid: of(KNOWN.echo), delivery: { ...retrying, lastError: 'DATABASE_BUSY' } },
  ])
  await server.listen()
}
