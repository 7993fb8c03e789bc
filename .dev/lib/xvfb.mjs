import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Problem } from './problem.mjs'

const START_LIMIT_MS = 15_000
const SCREEN = '1600x1000x24'

function failure(why) {
  return new Problem('The display for the tests did not start.', {
    why: `Xvfb: ${why}`,
    fix: 'Run `Xvfb -displayfd 1` to see what is wrong, or set DISPLAY to a display that works.',
  })
}

// Xvfb chooses a free number itself and writes it to the file descriptor it is given.
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let errors = ''
    const timer = setTimeout(
      () => reject(failure(`no display after ${START_LIMIT_MS / 1000} s`)),
      START_LIMIT_MS,
    )
    server.on('error', (error) => reject(failure(error.message)))
    server.on('exit', (code) => reject(failure(`it ended with code ${code}\n${errors}`)))
    server.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text
    })
    server.stdio[3].setEncoding('utf8').on('data', (text) => {
      clearTimeout(timer)
      resolve(Number(text))
    })
  })
}

/**
 * Runs `work` with a display; the one that is there, or an Xvfb of its own that ends with it.
 *
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work gets what to add to the environment
 */
export async function withDisplay(work) {
  if (process.platform !== 'linux' || process.env['DISPLAY']) return work({})
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  const stop = () => server.kill()
  process.on('exit', stop)
  try {
    return await work({ DISPLAY: `:${await displayNumber(server)}` })
  } finally {
    process.off('exit', stop)
    if (server.exitCode === null && server.kill()) await once(server, 'exit')
  }
}
