import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { ROOT } from './paths.mjs'
import { Problem } from './problem.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs the program this command is about: its input, output and errors are the command's own,
 * signals are passed on, and the command ends the way the program ended.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to the environment
 */
export async function runForeground(program, args, env = {}) {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  // Ctrl+C reaches the program by itself: the terminal signals everyone in the foreground. Sent a
  // second time it would look like a person who insists.
  const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  const passOn = (signal) => {
    if (signal !== 'SIGINT' || !hasTerminal) child.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, passOn)
  const { code, signal } = await new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(
        new Problem(`${program} could not be started.`, {
          why: error.message,
          fix: 'Check that the file exists and may be run.',
        }),
      ),
    )
    child.on('exit', (code, signal) => resolve({ code, signal }))
  })
  for (const name of SIGNALS) process.off(name, passOn)
  process.exitCode = signal ? 128 + constants.signals[signal] : code
}
