import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Credentials, TestServer } from './server.ts'
import type { APIRequestContext } from '@playwright/test'

const roles = z.array(z.object({ id: z.number(), code: z.string() }))
const resets = z.array(z.object({ code: z.string() }))

/** Number of a built-in role. `request` is signed in as an administrator. */
export async function roleId(server: TestServer, request: APIRequestContext, code: string) {
  const found = roles.parse(await server.call(request, 'roles.list', undefined))
  const role = found.find((each) => each.code === code)
  if (!role) throw new Error(`no role ${code}`)
  return role.id
}

/** A new member of staff with one built-in role, ready to sign in. */
export async function employ(
  server: TestServer,
  request: APIRequestContext,
  code: string,
): Promise<Credentials> {
  const username = `${code}-${randomBytes(4).toString('hex')}`
  const password = 'another long secret 17'
  const staff = [
    {
      username,
      displayName: username,
      roleIds: [await roleId(server, request, code)],
      storeIds: [],
    },
  ]
  const [reset] = resets.parse(await server.call(request, 'staff.create', { staff }))
  await server.call(request, 'session.useReset', { code: reset?.code, password })
  return { username, password }
}
