import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { PROJECT, electronExecutable } from './paths.ts'
import { start } from './processes.ts'

/** Marks the fuses inside Electron's program; version, count and one character a fuse follow. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const CARRIED_APP = join('resources', 'app')

/** Electron without an app in it, in a place where the packager may link to and change its files. */
function copyElectron(target: string): void {
  const source = dirname(electronExecutable())
  cpSync(source, target, {
    recursive: true,
    filter: (path) =>
      relative(source, path).split(sep).join('/') !== CARRIED_APP.split(sep).join('/'),
  })
}

/** Electron 25, which some test machines use, has no eighth fuse, and the packager insists on it. */
const EIGHTH_FUSE = /^ +grantFileProtocolExtraPrivileges:.*\n/m

/** The project's packaging, with another Electron and another place for the outcome. */
function writeConfig(folder: string, electronDist: string, fuseCount: number): string {
  const file = join(folder, 'electron-builder.yml')
  const own = readFileSync(join(PROJECT, 'electron-builder.yml'), 'utf8')
  const fitting = fuseCount < 8 ? own.replace(EIGHTH_FUSE, '') : own
  const output = fitting.replace('output: dist', `output: ${join(folder, 'dist')}`)
  writeFileSync(file, `${output}\nelectronDist: ${electronDist}\n`)
  return file
}

/** One character a fuse, in Electron's order: `0` off, `1` on, `r` removed. */
export function readFuses(executable: string): string {
  const program = readFileSync(executable)
  const at = program.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length
  const count = program[at + 1] ?? 0
  return program.subarray(at + 2, at + 2 + count).toString('latin1')
}

/** Packages the built app for Linux, unpacked; answers the program's path. */
export async function packageApp(folder: string): Promise<string> {
  const electronDist = join(folder, 'electron')
  copyElectron(electronDist)
  const fuseCount = readFuses(electronExecutable()).length
  const config = writeConfig(folder, electronDist, fuseCount)
  const cli = join(PROJECT, 'node_modules', 'electron-builder', 'cli.js')
  const args = [cli, '--linux', 'dir', '--publish', 'never', '--projectDir', PROJECT, '-c', config]
  const packaging = start(process.execPath, args, process.env)
  const exitCode = await packaging.exited()
  if (exitCode !== 0) throw new Error(`packaging ended with ${exitCode}: ${packaging.output()}`)
  return join(folder, 'dist', 'linux-unpacked', 'member-desk')
}
