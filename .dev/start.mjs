// npm start: the desktop app; where there is no display or no Electron, the server for a browser.
import { build } from './build.mjs'
import { electronArgs } from './lib/electron-args.mjs'
import { runForeground } from './lib/foreground.mjs'
import { note } from './lib/note.mjs'
import { inRoot } from './lib/paths.mjs'
import { main } from './lib/problem.mjs'
import { setup } from './setup.mjs'
import { hasDisplay } from './setup/screen.mjs'

function serverEnv() {
  const { DATABASE_URL, DATA_KEY, DATA_KEY_FILE } = process.env
  // A database of one's own comes with a key of one's own; only the default one is given a key.
  return {
    DATABASE_URL: DATABASE_URL || 'file:./data/member.db',
    ...(DATABASE_URL || DATA_KEY || DATA_KEY_FILE ? {} : { DATA_KEY_FILE: './data/data.key' }),
  }
}

await main(async () => {
  const { electron } = await setup({ desktop: hasDisplay() })
  await build()
  const args = process.argv.slice(2)
  if (electron) {
    const name = electron.isReal ? 'Electron' : 'the Electron for tests,'
    note(`start: the desktop app with ${name} ${electron.version}`)
    return runForeground(electron.path, [...electronArgs(electron), ...args])
  }
  const reason = hasDisplay() ? 'no Electron can be had' : 'there is no display'
  note(
    `start: ${reason}, so this is the server. Open the address below in a browser; Ctrl+C ends it.`,
  )
  return runForeground(
    process.execPath,
    [inRoot('out/server/standalone.cjs'), ...args],
    serverEnv(),
  )
})
