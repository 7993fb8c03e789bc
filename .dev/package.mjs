// npm run package: installers in dist/, by electron-builder. `npm run package -- --linux dir`
import { build } from './build.mjs'
import { runForeground } from './lib/foreground.mjs'
import { inRoot } from './lib/paths.mjs'
import { Problem, main } from './lib/problem.mjs'
import { setup } from './setup.mjs'

await main(async () => {
  const { electron } = await setup({ desktop: true })
  if (!electron?.isReal)
    throw new Problem('The installers need the Electron that ships.', {
      why: 'it could not be downloaded, and the one for tests is too old to be given to anyone',
      fix: 'Run `npx install-electron` where GitHub can be reached, or set ELECTRON_MIRROR.',
    })
  await build()
  const cli = inRoot('node_modules/electron-builder/cli.js')
  const args = [cli, '--publish', 'never', ...process.argv.slice(2)]
  await runForeground(process.execPath, args)
})
