import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Running {
  readonly child: ChildProcess
  /** Everything it wrote so far. */
  output(): string
  exited(): Promise<number | null>
  kill(): Promise<void>
}

/** Starts a process whose output is kept for the failure report; `input` is all that it can read. */
export function start(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  input = '',
): Running {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  const chunks: string[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  const exit = once(child, 'exit')
  return {
    child,
    output: () => chunks.join(''),
    async exited() {
      await exit
      return child.exitCode
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await exit
    },
  }
}

/** Is there a process of this id? */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // ESRCH: it is gone. These are our own children, so nothing else can be the reason.
    return false
  }
}
