import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { ROOT } from './paths.mjs'
import { Problem } from './problem.mjs'

const OUTPUT_LIMIT = 4_000_000
const STOP_LIMIT_MS = 8000
const OUTPUT_GRACE_MS = 5000

/** @returns {string} beginning and end of a program's output, enough to see why it failed */
export function excerpt(text, { first = 12, last = 25 } = {}) {
  const lines = text.trim().split('\n')
  if (lines.length <= first + last) return lines.join('\n')
  const left = lines.length - first - last
  return [...lines.slice(0, first), `… ${left} lines …`, ...lines.slice(-last)].join('\n')
}

const running = new Set()
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

// The programs have process groups of their own, which Ctrl+C does not reach: an interrupted
// command ends them, waits for them, and only then ends itself.
async function interrupt(signal) {
  const code = 128 + constants.signals[signal]
  const children = [...running]
  setTimeout(() => {
    for (const child of running) stop(child, 'SIGKILL')
    process.exit(code)
  }, STOP_LIMIT_MS).unref()
  for (const child of children) stop(child, signal)
  await Promise.all(children.map((child) => once(child, 'close')))
  process.exit(code)
}

function started(child) {
  if (running.size === 0) for (const signal of SIGNALS) process.on(signal, interrupt)
  running.add(child)
}

function ended(child) {
  running.delete(child)
  if (running.size === 0) for (const signal of SIGNALS) process.off(signal, interrupt)
}

function stop(child, signal) {
  if (child.pid === undefined) return // It never started.
  if (process.platform === 'win32') return child.kill(signal)
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error // It has ended by itself meanwhile.
  }
}

/**
 * Runs a program and collects what it prints. Never throws: a program that could not be started,
 * failed or took too long is a result.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ limitMs: number, graceMs?: number, env?: NodeJS.ProcessEnv, cwd?: string, onOutput?: (text: string) => void,
 *   shell?: boolean }} options `limitMs`: the program and its children are asked to
 *   end after this time, and killed `graceMs` later
 * @returns {Promise<{ ok: boolean, why: string, stdout: string, output: string }>}
 */
export function run(
  program,
  args,
  { limitMs, graceMs = 15_000, env, cwd = ROOT, onOutput, shell = false },
) {
  return new Promise((resolve) => {
    // A process group of its own, so that a time limit ends the program's children too.
    const detached = process.platform !== 'win32'
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached,
      shell,
    })
    let stdout = ''
    let output = ''
    let isLate = false
    const collect = (text) => {
      output = (output + text).slice(-OUTPUT_LIMIT)
      onOutput?.(text)
    }
    const finish = (why) => {
      clearTimeout(timer)
      ended(child)
      resolve({ ok: why === '', why, stdout, output })
    }
    // Asked first, so that a test runner closes its browsers and writes its report.
    let timer = setTimeout(() => {
      isLate = true
      stop(child, 'SIGINT')
      timer = setTimeout(() => stop(child, 'SIGKILL'), graceMs)
    }, limitMs)
    started(child)
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout = (stdout + text).slice(-OUTPUT_LIMIT)
      collect(text)
    })
    child.stderr.setEncoding('utf8').on('data', collect)
    child.on('error', (error) => finish(`${program} could not be started: ${error.message}`))
    const judge = (code, signal) => {
      if (isLate) finish(`it took longer than ${limitMs / 1000} s and was ended`)
      else if (signal) finish(`it was ended by ${signal}`)
      else finish(code === 0 ? '' : `it ended with code ${code}`)
    }
    child.on('close', judge)
    // Something that the program left behind may hold its output open for ever.
    child.on('exit', (code, signal) => {
      const giveUp = () => {
        if (isLate) stop(child, 'SIGKILL')
        judge(code, signal)
      }
      setTimeout(giveUp, OUTPUT_GRACE_MS).unref()
    })
  })
}

/** Environment for tools that choose colours: as the terminal can show them, none into a file. */
export const colours = () =>
  process.stdout.isTTY ? { FORCE_COLOR: '1' } : { FORCE_COLOR: undefined, NO_COLOR: '1' }

/** Like `run`, but a failure is a `Problem` with the end of the program's output. */
export async function runOrFail(program, args, { what, fix, ...options }) {
  const result = await run(program, args, options)
  if (result.ok) return result
  throw new Problem(what, {
    why: `\`${[program, ...args].join(' ')}\`: ${result.why}\n${excerpt(result.output)}`,
    fix,
  })
}
