// npm run dev: the desktop app with hot reload; the server is built again whenever it changes.
import { spawn } from 'node:child_process'
import { build, forgetBuild } from './build.mjs'
import { needsNoSandbox } from './lib/electron-args.mjs'
import { runForeground } from './lib/foreground.mjs'
import { note } from './lib/note.mjs'
import { ROOT, inRoot } from './lib/paths.mjs'
import { Problem, main } from './lib/problem.mjs'
import { setup } from './setup.mjs'
import { hasDisplay } from './setup/screen.mjs'

function checkDesktop(electron) {
  if (electron && hasDisplay()) return
  throw new Problem('The desktop app cannot be opened here.', {
    why: electron ? 'there is no display (DISPLAY is not set)' : 'no Electron could be downloaded',
    fix: 'Use `npm run serve` and a browser; it takes over changes when it is started again.',
  })
}

// In the foreground's process group, so that Ctrl+C reaches it too.
function watchServer() {
  const vite = inRoot('node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '-c', 'server/vite.config.ts', '--watch']
  const watcher = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] })
  watcher.on('error', (error) => note(`dev: the server is not built on change: ${error.message}`))
  watcher.on('exit', (code) => {
    if (code) note(`dev: the server is no longer built on change: the watcher ended with ${code}`)
  })
  return watcher
}

await main(async () => {
  const { electron } = await setup({ desktop: true })
  checkDesktop(electron)
  await build({ only: 'server' })
  forgetBuild('server')
  forgetBuild('desktop')
  const watcher = watchServer()
  const cli = inRoot('node_modules/electron-vite/bin/electron-vite.js')
  const args = [cli, 'dev', '--watch', '-c', 'electron/electron.vite.config.ts']
  if (needsNoSandbox()) args.push('--noSandbox')
  try {
    await runForeground(process.execPath, args, { ELECTRON_EXEC_PATH: electron.path })
  } finally {
    watcher.kill()
  }
})
