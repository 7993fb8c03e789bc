import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function expectNothingSerious(page: Page, what: string, withContrast: boolean) {
  await page.evaluate(source)
  const rules = { 'color-contrast': { enabled: withContrast } }
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify({ rules })})`,
  )
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
  expect(serious, what).toEqual([])
}

/**
 * Fails on whatever axe calls serious or critical on the page as it stands, but for contrast: that takes
 * longer than all other rules together, and `axe.spec.ts` looks at it on every page in both themes.
 */
export const expectAccessible = (page: Page, what = 'the page'): Promise<void> =>
  expectNothingSerious(page, what, false)

/** The same, contrast included. */
export const expectAccessibleInColour = (page: Page, what = 'the page'): Promise<void> =>
  expectNothingSerious(page, what, true)
