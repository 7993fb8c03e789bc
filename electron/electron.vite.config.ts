import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { licencesPlugin } from './packaging/licences-plugin.ts'

const project = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The shell and its preload are CommonJS: Electron 25, which some test machines use, loads no ESM. */
const commonJs = (input: string) => ({
  input: { index: project(input) },
  output: { format: 'cjs' as const, entryFileNames: '[name].cjs' },
})

/**
 * electron-vite insists on the relative base `./`, which breaks on a deep link such as `/members/1`.
 * Both homes of the page, `app://admin/` and the standalone server, serve it from the root.
 */
const absoluteBase: Plugin = {
  name: 'absolute-base',
  enforce: 'post',
  config: () => ({ base: '/' }),
}

export default defineConfig({
  main: {
    build: {
      target: 'node18',
      outDir: project('out/main'),
      externalizeDeps: true,
      rolldownOptions: commonJs('electron/main/index.ts'),
    },
  },
  preload: {
    build: {
      target: 'node18',
      outDir: project('out/preload'),
      // A sandboxed preload can load nothing but `electron`, so it is one file.
      externalizeDeps: false,
      rolldownOptions: commonJs('electron/preload/index.ts'),
    },
  },
  renderer: {
    root: project('renderer'),
    plugins: [vue(), licencesPlugin(), absoluteBase],
    // The page comes from app://admin/ in development too, so hot reload needs the real address.
    server: {
      host: '127.0.0.1',
      port: 5173,
      strictPort: true,
      hmr: { host: '127.0.0.1', clientPort: 5173 },
    },
    build: {
      target: 'chrome114',
      outDir: project('out/renderer'),
      emptyOutDir: true,
      minify: true,
      rolldownOptions: { input: project('renderer/index.html') },
    },
  },
})
