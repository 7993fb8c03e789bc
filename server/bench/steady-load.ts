import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { invariant } from '../kernel/invariant.ts'
import type { Given } from './given-commands.ts'
import type { PartnerAnswer, PartnerHttp } from './partner-http.ts'

const CONCURRENT = 16
/** A till would wait as long as `Retry-After` says; it is the server that is measured here. */
const AGAIN_MS = 50
const DONE = 200
/** Not enough points: a refusal like any other, and no reason to come back. */
const REFUSED = 409

const entry = z.object({ entryId: z.uuid() })
const refusal = z.object({ code: z.string() })
const codeOf = ({ text }: PartnerAnswer): string => {
  try {
    return refusal.parse(JSON.parse(text)).code
  } catch {
    return 'no problem of ours'
  }
}

/** What answers came, apart from those that say it is done. */
class Refusals {
  readonly byCode: Record<string, number> = {}
  /** Answers that say "not now" and not when. */
  withoutRetryAfter = 0
  slowestMs = 0

  add(answer: PartnerAnswer | undefined, ms: number): void {
    this.slowestMs = Math.max(this.slowestMs, Math.round(ms))
    if (answer?.status === DONE || answer?.status === REFUSED) return
    const name = answer ? `${answer.status} ${codeOf(answer)}` : 'no answer'
    this.byCode[name] = (this.byCode[name] ?? 0) + 1
    if (answer && answer.retryAfter === undefined) this.withoutRetryAfter += 1
  }
}

interface LoadOptions {
  readonly http: PartnerHttp
  readonly uids: readonly string[]
  readonly given: Given
  /** Of keys, so that two loads never share one. */
  readonly name: string
}

/**
 * Gives commands from many sides as sensible clients do: one that gets no answer, or "not now", is given again by
 * the same key until there is an answer. One that is not over when the load ends is unknown.
 */
export class SteadyLoad {
  readonly refusals = new Refusals()
  readonly #options: LoadOptions
  readonly #running: Promise<unknown>
  #count = 0
  #isEnding = false
  #tellDone: () => void = () => undefined

  constructor(options: LoadOptions) {
    this.#options = options
    this.#running = Promise.all(Array.from({ length: CONCURRENT }, (_, n) => this.#work(n)))
  }

  /** The next command that goes through. */
  done(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.#tellDone
      this.#tellDone = () => {
        before()
        resolve()
      }
    })
  }

  /** Gives no more and waits for the last answers. */
  async end(): Promise<void> {
    this.#isEnding = true
    await this.#running
  }

  async #work(worker: number): Promise<void> {
    while (!this.#isEnding) {
      this.#count += 1
      await this.#give(`${this.#options.name}-${this.#count}`, worker + this.#count)
    }
  }

  async #give(key: string, n: number): Promise<void> {
    const { http, uids, given } = this.#options
    const way = n % 4 === 0 ? 'spend' : 'earn'
    const request = {
      ...{ method: 'POST', path: `/open-api/v1/members/${uids[n % uids.length]}/points/${way}` },
      ...{ key, body: { points: way === 'earn' ? 10 : 3, businessId: key, text: 'load' } },
    }
    given.unknown.add(key)
    while (!this.#isEnding) {
      const startedMs = performance.now()
      const answer = await http.send(request).catch(() => undefined)
      this.refusals.add(answer, performance.now() - startedMs)
      if (answer?.status === DONE) {
        given.unknown.delete(key)
        given.acknowledged.set(key, entry.parse(JSON.parse(answer.text)).entryId)
        this.#tellDone()
        this.#tellDone = () => undefined
        return
      }
      if (answer?.status === REFUSED) return void given.unknown.delete(key)
      invariant(!answer || answer.status >= 500, `${answer?.status}: ${answer?.text}`)
      await pause(AGAIN_MS)
    }
  }
}
