import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

/** The real app in a real window; each test in a folder of its own, so two run side by side. */
export default defineConfig({
  testDir: '.',
  outputDir: fileURLToPath(new URL('../../test-results/electron', import.meta.url)),
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
})
