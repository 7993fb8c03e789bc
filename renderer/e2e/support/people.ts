import { request, type APIRequestContext } from '@playwright/test'
import { z } from 'zod'
import type { Credentials, TestServer } from './server.ts'

export const PASSWORD = 'correct horse battery staple'

const created = z.array(z.object({ id: z.int(), username: z.string(), code: z.string() }))
const withId = z.object({ id: z.int() })
const storeRows = z.array(z.object({ id: z.int(), code: z.string() }))
const roleRows = z.array(z.object({ id: z.int(), code: z.string(), name: z.string() }))

interface NewPerson {
  readonly username: string
  readonly displayName: string
  readonly roleIds: readonly number[]
  readonly storeIds?: readonly number[]
}

/** The administrator of a server at work over HTTP: what a test needs before its page opens. */
export class Office {
  private constructor(
    readonly server: TestServer,
    readonly api: APIRequestContext,
  ) {}

  static async open(server: TestServer): Promise<Office> {
    const api = await request.newContext()
    await server.signIn(api)
    return new Office(server, api)
  }

  async store(code: string, name: string): Promise<number> {
    return withId.parse(await this.server.call(this.api, 'stores.create', { code, name })).id
  }

  /** Id of a store by its code. */
  async storeId(code: string): Promise<number> {
    const stores = storeRows.parse(await this.server.call(this.api, 'stores.list'))
    return stores.find((store) => store.code === code)?.id ?? 0
  }

  async role(name: string, permissions: readonly string[], scope = 'all'): Promise<number> {
    const input = { name, permissions, scope }
    return withId.parse(await this.server.call(this.api, 'roles.create', input)).id
  }

  /** Registers a member. @returns his uid */
  async member(profile: Readonly<Record<string, unknown>>): Promise<string> {
    const made = await this.server.call(this.api, 'members.create', profile)
    return z.object({ uid: z.string() }).parse(made).uid
  }

  /** Id of a built-in role. */
  async builtIn(code: string): Promise<number> {
    const roles = roleRows.parse(await this.server.call(this.api, 'roles.list'))
    return roles.find((role) => role.code === code)?.id ?? 0
  }

  async hire(people: readonly NewPerson[]) {
    const staff = people.map((person) => ({ storeIds: [], ...person }))
    return created.parse(await this.server.call(this.api, 'staff.create', { staff }))
  }

  /** Hires somebody who can sign in. */
  async hireOne(person: NewPerson): Promise<Credentials & { readonly id: number }> {
    const [reset] = await this.hire([person])
    await choosePassword(this.server, reset?.code ?? '')
    return { id: reset?.id ?? 0, username: person.username, password: PASSWORD }
  }
}

/** What the owner of a one-time code does with it. */
export async function choosePassword(server: TestServer, code: string): Promise<void> {
  const anybody = await request.newContext()
  await server.call(anybody, 'session.useReset', { code, password: PASSWORD })
  await anybody.dispose()
}
