// npm run cli -- …: the command line. Nothing but the command's own output goes to standard output.
import { build } from './build.mjs'
import { runForeground } from './lib/foreground.mjs'
import { inRoot } from './lib/paths.mjs'
import { main } from './lib/problem.mjs'
import { setup } from './setup.mjs'

await main(async () => {
  await setup()
  await build({ only: 'server' })
  const args = [inRoot('out/server/cli.cjs'), ...process.argv.slice(2)]
  await runForeground(process.execPath, args)
})
