import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include: ['main/**/*.test.ts', 'preload/**/*.test.ts', 'packaging/**/*.test.ts', '*.test.ts'],
    environment: 'node',
    testTimeout: 10_000,
  },
})
