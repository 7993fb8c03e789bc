import type { APIRequestContext } from '@playwright/test'
import { z } from 'zod'
import type { Credentials, TestServer } from './server.ts'

const PASSWORD = 'a quiet garden path 77'
const resets = z.array(z.object({ id: z.int(), code: z.string() }))
const roles = z.array(z.object({ id: z.int(), code: z.string() }))
const page = z.object({ list: z.array(z.object({ uid: z.string() })) })

/** A role's id, by its code. */
async function roleId(server: TestServer, request: APIRequestContext, code: string) {
  const all = roles.parse(await server.call(request, 'roles.list'))
  const found = all.find((role) => role.code === code)
  if (!found) throw new Error(`no role ${code}`)
  return found.id
}

/** Makes an account that can sign in. `request` is signed in as an administrator. */
export async function makeStaff(
  server: TestServer,
  request: APIRequestContext,
  who: { username: string; displayName: string; role: string },
): Promise<Credentials & { id: number }> {
  const { username, displayName, role } = who
  const roleIds = [await roleId(server, request, role)]
  const made = await server.call(request, 'staff.create', {
    staff: [{ username, displayName, roleIds, storeIds: [] }],
  })
  const [reset] = resets.parse(made)
  if (!reset) throw new Error('no account was made')
  await server.call(request, 'session.useReset', { code: reset.code, password: PASSWORD })
  return { id: reset.id, username, password: PASSWORD }
}

/** Looks at the mobile number of the first member. */
export async function revealOne(server: TestServer, request: APIRequestContext, reason: string) {
  const members = page.parse(await server.call(request, 'members.list', { pageSize: 1 }))
  const uid = members.list[0]?.uid
  await server.call(request, 'members.reveal', { uid, field: 'mobile', reason })
}
