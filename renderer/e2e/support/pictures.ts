import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expectAccessibleInColour } from './axe.ts'
import type { Browser, Page } from '@playwright/test'

const FOLDER = join(import.meta.dirname, '../../../test-results/screenshots')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
] as const

/** Every language in every theme. */
export const LOOKS = (['zh', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
)
export type Look = (typeof LOOKS)[number]

/** A page that looks so, in a window of its own: close its context in the end. */
export async function openLook(browser: Browser, look: Look): Promise<Page> {
  const context = await browser.newContext({ viewport: SIZES[0], reducedMotion: 'reduce' })
  await context.addInitScript(
    (preferences) => {
      localStorage.setItem('member-desk.preferences', preferences)
    },
    JSON.stringify({ ...look, density: 'default' }),
  )
  return context.newPage()
}

/** Pictures of a page for people to look at, in each size; nothing compares pixels. */
export async function takePictures(page: Page, name: string, look: Look): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  await page.evaluate(() => document.fonts.ready)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    const file = `${name}-${look.language}-${look.theme}-${size.width}.png`
    await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
  }
  await page.setViewportSize(SIZES[0])
}

/** The same, and axe looks at what is there too. */
export async function takeCheckedPictures(page: Page, name: string, look: Look): Promise<void> {
  await takePictures(page, name, look)
  await expectAccessibleInColour(page, name)
}
