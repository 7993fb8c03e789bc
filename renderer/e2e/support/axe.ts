import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Fails on whatever axe calls serious or critical on the page as it stands, contrast included. */
export async function expectAccessible(page: Page, what = 'the page'): Promise<void> {
  await page.evaluate(source)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
  expect(serious, what).toEqual([])
}
