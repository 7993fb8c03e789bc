import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { readIfPresent, writeAtomically } from './atomic-file.ts'
import { type SecretBox, sealed } from './secret-box.ts'
import type { Logger } from './server-link.ts'
import { cookieHeader, readSessionChange } from './session-cookie.ts'
import { reasonOf } from './shell-problem.ts'

const sessionFile = z.strictObject({ version: z.literal(1), session: sealed })

/** The address is inside what is sealed: nobody can hand the session to another server by an edit. */
const keptSession = z.strictObject({
  address: z.string(),
  value: z.string().min(1).max(1_024),
  /** Unix time. The server ends a session earlier, as it likes. */
  expiresAtMs: z.int(),
})
type KeptSession = z.infer<typeof keptSession>

export interface SessionJarOptions {
  readonly file: string
  readonly box: SecretBox
  readonly log: Logger
  readonly nowMs: () => number
}

/**
 * The one session cookie that the shell keeps, for the one server that the window belongs to. The page
 * never sees it. It outlives the app in a sealed file; whatever is wrong with that file only means that
 * staff sign in again.
 */
export class SessionJar {
  readonly #options: SessionJarOptions
  #address = ''
  #session: KeptSession | undefined
  /** What the file holds; undefined for no file. */
  #written: KeptSession | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(options: SessionJarOptions) {
    this.#options = options
  }

  /** Before the first request. Forgets a session of another server, and one that can't be read. */
  async open(address: string): Promise<void> {
    this.#address = address
    try {
      this.#written = await this.#read()
    } catch (error) {
      this.#options.log.warn('kept session not readable:', reasonOf(error))
      await this.#remove()
      return
    }
    const kept = this.#written
    const isUsable = kept?.address === address && kept.expiresAtMs > this.#options.nowMs()
    if (isUsable) this.#session = kept
    this.#save()
  }

  /** The `Cookie` header for a server; undefined for any but the one that the session is of. */
  cookieFor(address: string): string | undefined {
    const session = this.#session
    if (session?.address !== address || session.expiresAtMs <= this.#options.nowMs()) {
      return undefined
    }
    return cookieHeader(session.value)
  }

  /** Takes the session out of an answer. One of a server that was left in the meantime is ignored. */
  note(address: string, headers: Headers): void {
    const change = readSessionChange(headers)
    if (change === undefined || address !== this.#address) return
    if (change.to === 'signedOut') {
      this.#session = undefined
    } else {
      const expiresAtMs = this.#options.nowMs() + change.lifetimeSeconds * 1_000
      this.#session = { address, value: change.value, expiresAtMs }
    }
    this.#save()
  }

  /** The window belongs to another server now, to which nothing is taken along. */
  moveTo(address: string): void {
    if (address === this.#address) return
    this.#address = address
    this.#session = undefined
    this.#save()
  }

  /** Answers when the file is as the memory. */
  flush(): Promise<void> {
    return this.#writing
  }

  async #read(): Promise<KeptSession | undefined> {
    const { file, box } = this.#options
    const text = await readIfPresent(file)
    if (text === undefined) return undefined
    const { session } = sessionFile.parse(JSON.parse(text))
    return keptSession.parse(JSON.parse(box.unseal(session)))
  }

  /** One write after the other, each of what is then the newest. */
  #save(): void {
    this.#writing = this.#writing.then(async () => {
      const session = this.#session
      if (session === this.#written) return
      await (session === undefined ? this.#remove() : this.#write(session))
      this.#written = session
    })
  }

  async #write(session: KeptSession): Promise<void> {
    const { file, box, log } = this.#options
    try {
      const content = { version: 1, session: box.seal(JSON.stringify(session)) }
      await writeAtomically(file, JSON.stringify(content) + '\n')
    } catch (error) {
      log.warn('session kept until the app ends only:', reasonOf(error))
      await this.#remove()
    }
  }

  async #remove(): Promise<void> {
    const { file, log } = this.#options
    await rm(file, { force: true }).catch((error: unknown) =>
      log.warn('kept session not removed:', reasonOf(error)),
    )
  }
}
