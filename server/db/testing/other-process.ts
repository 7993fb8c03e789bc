import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

type Row = Record<string, unknown>
interface Answer {
  readonly id: number
  readonly rows?: Row[]
  readonly error?: string
}

export interface OtherProcess {
  /** Runs one statement over there. */
  all(sql: string): Promise<Row[]>
  /** Ends it as a crash would: without a last word. */
  kill(): Promise<void>
}

/** Starts a process with one connection to the file. */
export async function startOtherProcess(path: string): Promise<OtherProcess> {
  const child = fork(join(import.meta.dirname, 'other-process.mjs'), [path])
  const waiting = new Map<number, (answer: Answer) => void>()
  const answerTo = (id: number) =>
    new Promise<Row[]>((resolve, reject) => {
      waiting.set(id, ({ rows, error }) => {
        if (error === undefined) resolve(rows ?? [])
        else reject(new Error(error))
      })
    })
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  let last = 0
  await answerTo(last)
  return {
    all(sql) {
      last += 1
      const answer = answerTo(last)
      child.send({ id: last, sql })
      return answer
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}
