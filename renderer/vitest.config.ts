import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  test: { name: 'renderer', environment: 'node', include: ['{src,checks}/**/*.test.ts'] },
})
