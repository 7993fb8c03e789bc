import { run, runOrFail } from './run.mjs'

// The npm that started this command, run by the same Node; a plain `npm` otherwise.
function npmCommand() {
  const cli = process.env['npm_execpath']
  if (cli?.endsWith('npm-cli.js')) return { program: process.execPath, before: [cli], shell: false }
  // On Windows npm is a batch file, which only a shell can start.
  return { program: 'npm', before: [], shell: process.platform === 'win32' }
}

/** Runs npm; options as of `run`. */
export function npm(args, options) {
  const { program, before, shell } = npmCommand()
  return run(program, [...before, ...args], { ...options, shell })
}

/** Runs npm; options as of `runOrFail`. */
export function npmOrFail(args, options) {
  const { program, before, shell } = npmCommand()
  return runOrFail(program, [...before, ...args], { ...options, shell })
}
