// npm run bench -- [scenario …]: performance figures as JSON on standard output.
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { inRoot } from './lib/paths.mjs'
import { main } from './lib/problem.mjs'
import { setup } from './setup.mjs'

await main(async () => {
  await setup()
  await build({ only: 'server' })
  // Known only now: before the set-up there may be no packages.
  const { build: bundle } = await import('vite')
  await bundle({
    configFile: false,
    root: inRoot('server'),
    logLevel: 'error',
    build: {
      ssr: 'bench/index.ts',
      outDir: inRoot('out/bench'),
      emptyOutDir: true,
      rollupOptions: { output: { format: 'es', entryFileNames: 'index.mjs' } },
    },
  })
  const { runBench } = await import(pathToFileURL(inRoot('out/bench/index.mjs')).href)
  await runBench(process.argv.slice(2))
})
