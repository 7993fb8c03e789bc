import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { note } from '../lib/note.mjs'
import { inRoot } from '../lib/paths.mjs'
import { Problem } from '../lib/problem.mjs'
import { run } from '../lib/run.mjs'
import { canInstallSystemPackages, findProgram, installSystemPackages } from './debian.mjs'

const DOWNLOAD_LIMIT_MS = 5 * 60_000
/** Without a window of its own it does the same work in two thirds of the time, so it is asked for first. */
const HEADLESS = 'chromium-headless-shell'
const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ELSEWHERE = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
]
const IN_CACHE = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-win/chrome.exe',
  'chrome-win64/chrome.exe',
]

function playwrightCache() {
  const byPlatform = {
    darwin: join(homedir(), 'Library/Caches/ms-playwright'),
    win32: join(process.env['LOCALAPPDATA'] ?? homedir(), 'ms-playwright'),
  }
  const usual = byPlatform[process.platform] ?? join(homedir(), '.cache/ms-playwright')
  return process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? usual
}

function findInCache() {
  const cache = playwrightCache()
  if (!existsSync(cache)) return undefined
  const newestFirst = readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
  return newestFirst
    .flatMap((name) => IN_CACHE.map((path) => join(cache, name, path)))
    .find((path) => existsSync(path))
}

const findBrowser = () =>
  ON_PATH.map(findProgram).find((path) => path !== undefined) ??
  ELSEWHERE.find((path) => existsSync(path)) ??
  findInCache()

function fromEnvironment() {
  const path = process.env['MEMBER_DESK_CHROMIUM']
  if (!path || existsSync(path)) return path
  throw new Problem('The browser for the tests is not where it is said to be.', {
    why: `MEMBER_DESK_CHROMIUM is ${path}, and there is no such file.`,
    fix: 'Correct the variable, or unset it to have a browser found or installed.',
  })
}

/** Older systems have no such package; another Chromium will do there. */
async function installHeadless() {
  try {
    await installSystemPackages([HEADLESS])
    return true
  } catch (error) {
    note(`set-up: ${HEADLESS} cannot be installed, another Chromium is used: ${error.message}`)
    return false
  }
}

/** @returns {Promise<string>} path of a Chromium for the tests; installed when there is none */
export async function provideBrowser() {
  const given = fromEnvironment() || findProgram(HEADLESS)
  if (given) return given
  if (canInstallSystemPackages() && (await installHeadless())) return findProgram(HEADLESS)
  const found = findBrowser()
  if (found) return found
  if (canInstallSystemPackages()) await installSystemPackages(['chromium'])
  else {
    note('set-up: downloading Chromium for the tests …')
    const cli = inRoot('node_modules/@playwright/test/cli.js')
    const result = await run(process.execPath, [cli, 'install', 'chromium'], {
      limitMs: DOWNLOAD_LIMIT_MS,
    })
    if (!result.ok) note(`set-up: playwright install chromium: ${result.why}`)
  }
  const installed = findBrowser()
  if (installed) return installed
  throw new Problem('There is no Chromium for the end-to-end tests.', {
    why: `Looked for ${ON_PATH.join(', ')} on PATH and in ${playwrightCache()}.`,
    fix: 'Install Chromium or Chrome, or set MEMBER_DESK_CHROMIUM to the path of its program.',
  })
}
