import { expect, test } from './support/fixtures.ts'
import { Office } from './support/people.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

/** One red dot. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4EIAAAZAwEBeY1kRwAAAABJRU5ErkJggg==',
  'base64',
)
const HOST = 'https://pictures.example'
const avatarIn = (page: Page, place: string) => page.locator(`${place} .person-avatar`).first()

/** Serves one picture and lets everything else of its host fail. @returns who asked, with which referrer */
async function servePictures(page: Page): Promise<Map<string, string | undefined>> {
  const asked = new Map<string, string | undefined>()
  await page.route(`${HOST}/**`, async (route) => {
    const request = route.request()
    const { pathname } = new URL(request.url())
    asked.set(pathname, (await request.allHeaders())['referer'])
    if (pathname === '/dot.png') await route.fulfill({ contentType: 'image/png', body: DOT })
    else await route.abort('internetdisconnected')
  })
  return asked
}

test("a member's picture is shown, or the initial where it does not load; its host learns nothing of the page", async ({
  page,
}) => {
  const server = await TestServer.start()
  try {
    const office = await Office.open(server)
    const withPicture = (nickname: string, file: string) =>
      office.member({ nickname, externalId: file, avatarUrl: `${HOST}/${file}` })
    const uids = {
      gone: await withPicture('夏天', 'gone.png'),
      there: await withPicture('春分', 'dot.png'),
    }
    const asked = await servePictures(page)
    await server.comeIn(page, 'members')
    const [there, failed] = ['tbody tr:nth-child(1)', 'tbody tr:nth-child(2)']
    const picture = avatarIn(page, there).locator('img')
    await expect(picture).toHaveCSS('opacity', '1')
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
    await expect(avatarIn(page, there)).not.toContainText('春')
    await expect.poll(() => asked.size).toBe(2)
    await expect(avatarIn(page, failed)).toHaveText('夏')
    await expect(avatarIn(page, failed).locator('img')).toHaveCount(0)
    expect([...asked]).toEqual(
      expect.arrayContaining([
        ['/dot.png', undefined],
        ['/gone.png', undefined],
      ]),
    )

    await page
      .locator(there)
      .getByText('春分')
      .locator('xpath=ancestor::td')
      .click({
        position: { x: 4, y: 4 },
      })
    await expect(avatarIn(page, '.peek-drawer').locator('img')).toHaveCSS('opacity', '1')
    await page.goto(`${server.address}/members/${uids.there}`)
    await expect(avatarIn(page, '.member-side').locator('img')).toHaveCSS('opacity', '1')
    await page.goto(`${server.address}/members/${uids.gone}`)
    await expect(avatarIn(page, '.member-side')).toHaveText('夏')
  } finally {
    await server.remove()
  }
})
