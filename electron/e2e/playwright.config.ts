import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

/**
 * The real app in a real window. One worker: each test starts an Electron, often a server or two, and
 * they would only slow each other down on a small machine.
 */
export default defineConfig({
  testDir: '.',
  outputDir: fileURLToPath(new URL('../../test-results/electron', import.meta.url)),
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
})
