// npm run serve: the standalone server, with the back office for browsers.
import { build } from './build.mjs'
import { runForeground } from './lib/foreground.mjs'
import { inRoot } from './lib/paths.mjs'
import { main } from './lib/problem.mjs'
import { setup } from './setup.mjs'

/** Room for what thousands of requests a second leave behind: with the usual 16 MB the slowest wait for it. */
const FLAGS = ['--max-semi-space-size=64']

await main(async () => {
  await setup()
  await build()
  const args = [...FLAGS, inRoot('out/server/standalone.cjs'), ...process.argv.slice(2)]
  await runForeground(process.execPath, args)
})
