import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

const file = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Axe {
  run: (options: RunOptions) => Promise<AxeResults>
}

/** Fails on whatever axe-core calls serious or critical in what the page shows now. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(await readFile(file, 'utf8'))
  const results = await page.evaluate(
    // The script above has put it into the page.
    () => (window as unknown as { axe: Axe }).axe.run({ resultTypes: ['violations'] }),
  )
  const grave = results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  expect(grave, what).toEqual([])
}
