import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { defineConfig } from 'vite'
import packageJson from '../package.json' with { type: 'json' }

const root = import.meta.dirname
const packages = Object.keys(packageJson.dependencies)
const isExternal = (id: string): boolean =>
  id.startsWith('node:') ||
  builtinModules.includes(id) ||
  packages.some((name) => id === name || id.startsWith(`${name}/`))

/** The three entries of the server, for Node and for Electron's utility process alike. */
export default defineConfig({
  root,
  build: {
    ssr: true,
    target: 'node18',
    outDir: join(root, '../out/server'),
    emptyOutDir: true,
    sourcemap: true,
    rollupOptions: {
      external: isExternal,
      input: ['standalone', 'embedded', 'cli'].map((name) => join(root, `${name}.ts`)),
      output: {
        format: 'cjs',
        // Electron's loader of `import()` does not look into its archive; `require` does.
        dynamicImportInCjs: false,
        entryFileNames: '[name].cjs',
        chunkFileNames: 'chunks/[name]-[hash].cjs',
      },
    },
  },
})
