import { existsSync } from 'node:fs'
import { note } from '../lib/note.mjs'
import { Problem } from '../lib/problem.mjs'
import { run } from '../lib/run.mjs'
import { canInstallSystemPackages, findProgram, installSystemPackages } from './debian.mjs'

const FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'
const FONT_LIMIT_MS = 20_000

/** Can a window be opened? */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])

/** Makes sure that windows can be opened for tests: on a Linux without a display, by Xvfb. */
export async function provideDisplay() {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || findProgram('Xvfb')) return
  if (canInstallSystemPackages()) await installSystemPackages(['xvfb'])
  if (findProgram('Xvfb')) return
  throw new Problem('The tests of the desktop app have no display.', {
    why: 'DISPLAY is not set, and Xvfb, a display without a screen, is not installed.',
    fix: 'Install Xvfb (Debian: xvfb; Fedora: xorg-x11-server-Xvfb) or run with a display.',
  })
}

async function hasChineseFont() {
  if (existsSync(FONT)) return true
  if (!findProgram('fc-list')) return false
  const fonts = await run('fc-list', [':lang=zh', 'family'], { limitMs: FONT_LIMIT_MS })
  return fonts.stdout.trim() !== ''
}

/** Makes sure that screenshots show Chinese; without such a font they show boxes, and tests pass. */
export async function provideFonts() {
  if (process.platform !== 'linux' || (await hasChineseFont())) return
  if (canInstallSystemPackages()) return installSystemPackages(['fonts-noto-cjk'])
  note('set-up: no font for Chinese found: screenshots will show boxes (install Noto Sans CJK).')
}
