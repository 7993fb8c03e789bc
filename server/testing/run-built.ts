import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { invariant } from '../kernel/invariant.ts'
import { TEST_ROOT_SECRET } from './test-context.ts'

const BUILT = join(import.meta.dirname, '../../out/server')
const START_MS_MAX = 20_000
/** As `npm run serve` starts it. */
const SERVER_FLAGS = ['--max-semi-space-size=64']

interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface BuiltProcess {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
}

/** Runs one of the built entries as a process of its own, with nothing but the given settings and input. */
export function runBuilt(
  entry: 'standalone' | 'cli',
  args: readonly string[],
  env: Record<string, string>,
  input = '',
): BuiltProcess {
  const file = join(BUILT, `${entry}.cjs`)
  invariant(existsSync(file), `${file} is missing: build first`)
  const flags = entry === 'standalone' ? SERVER_FLAGS : []
  const child = spawn(process.execPath, [...flags, file, ...args], {
    env: { PATH: process.env['PATH'], DATA_KEY: TEST_ROOT_SECRET, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(input)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const finished = once(child, 'close').then(([code]: unknown[]) => ({
    code: typeof code === 'number' ? code : null,
    stdout,
    stderr,
  }))
  return { child, finished }
}

/** Waits until the log says where the server listens. */
function listening({ child, finished }: BuiltProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server did not start')), START_MS_MAX)
    finished.then(
      ({ stderr }) => reject(new Error(`the server ended: ${stderr}`)),
      (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
    )
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const address = /"address":"([^"]+)"/.exec(text)?.[1]
      if (!address) return
      clearTimeout(timer)
      resolve(address)
    })
  })
}

/** A standalone server on a free port, ready to answer. */
export async function startBuiltServer(
  env: Record<string, string>,
): Promise<BuiltProcess & { address: string }> {
  const server = runBuilt('standalone', [], { PORT: '0', ...env })
  return { ...server, address: await listening(server) }
}
