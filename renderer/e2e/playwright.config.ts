import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: import.meta.dirname,
  // They take longer than everything else together and compare nothing: pictures.config.ts.
  testIgnore: ['**/{screenshots*,axe*}.spec.ts'],
  outputDir: '../../test-results/browser',
  // Each worker runs a server and a browser of its own.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'America/New_York',
    // Whoever asks for no motion gets none: nothing to wait for before each click.
    contextOptions: { reducedMotion: 'reduce' },
    // A trace of every test would double the time of the run.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['MEMBER_DESK_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
