// npm run bench -- [scenario …]: performance figures as JSON on standard output.
import { runnerImport } from 'vite'
import { build } from './build.mjs'
import { inRoot } from './lib/paths.mjs'
import { main } from './lib/problem.mjs'
import { setup } from './setup.mjs'

await main(async () => {
  await setup()
  await build({ only: 'server' })
  const { module } = await runnerImport(inRoot('server/bench/index.ts'))
  await module.runBench(process.argv.slice(2))
})
