import { type Page, expect } from '@playwright/test'
import type { FirstRunInput } from '../../../server/modules/staff/staff.contract.ts'
import { DEFAULT_PRESETS } from '../../../server/modules/settings/settings.contract.ts'

/** Who may do everything on a server of a test. */
export const ADMINISTRATOR = { username: 'admin', password: 'a long enough secret 42' } as const

export const FIRST_RUN: FirstRunInput = {
  ...ADMINISTRATOR,
  displayName: '孙浩',
  company: { name: '晴山茶铺', timeZone: 'Asia/Shanghai' },
  store: { code: 'S1', name: '总店' },
  presets: DEFAULT_PRESETS,
}

const MEMBER_LIST = 'app://admin/members'

interface Answer {
  readonly status: number
  readonly text: string
}

/** Calls a procedure as the page does: through the shell, which adds what only it knows. */
export async function call(page: Page, procedure: string, input: unknown = {}): Promise<Answer> {
  return page.evaluate(
    async ({ path, body }) => {
      const response = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      return { status: response.status, text: await response.text() }
    },
    { path: `/trpc/${procedure}`, body: JSON.stringify(input) },
  )
}

async function callWell(page: Page, procedure: string, input: unknown): Promise<void> {
  const { status, text } = await call(page, procedure, input)
  if (status !== 200) throw new Error(`${procedure}: ${status} ${text}`)
}

/** Is somebody signed in, as far as the server knows? */
export const isSignedIn = async (page: Page): Promise<boolean> =>
  (await call(page, 'session.list')).status === 200

/** Waits until the shell passes requests on. */
export async function waitForServer(page: Page): Promise<void> {
  const status = async () => (await page.evaluate(() => window.desktop.getServerState())).status
  await expect.poll(status, { timeout: 30_000 }).toBe('ready')
}

/** Signs in and shows the member list. */
export async function signIn(page: Page): Promise<void> {
  await callWell(page, 'session.signIn', ADMINISTRATOR)
  await page.goto(MEMBER_LIST)
}

/** Sets the shop of the embedded server up, where that was not done yet, and signs in. */
export async function comeIn(page: Page): Promise<void> {
  await waitForServer(page)
  const { text } = await call(page, 'session.state')
  if (text.includes('"isNeeded":true')) await callWell(page, 'session.firstRun', FIRST_RUN)
  await signIn(page)
}
