import { nowMs, type Clock } from '../kernel/clock.ts'

/** Where nobody watches, a line now and then is enough. */
const LINE_EVERY_MS = 5_000

/** Standard error, or what stands for it. */
export interface ProgressSink {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** How far an import is. */
export interface ImportProgress {
  /** @param percent of the file that is read, where that is known */
  rows(rowsDone: number, percent: number | undefined): void
  /** Something to say once. */
  note(text: string): void
  /** Takes the line of a terminal away, so that what is said next begins on a line of its own. */
  end(): void
}

const describe = (rowsDone: number, percent: number | undefined): string =>
  `${rowsDone.toLocaleString('en-US')} rows done${percent === undefined ? '' : `, ${percent} %`}`

/** In a terminal one line that is written again and again, elsewhere a line every few seconds. */
export function showProgress(sink: ProgressSink, clock: Clock): ImportProgress {
  const isTerminal = sink.isTTY === true
  let toldAtMs = nowMs(clock)
  let isLineOpen = false
  const clear = () => {
    if (isLineOpen) sink.write('\r\u001B[K')
    isLineOpen = false
  }
  return {
    rows(rowsDone, percent) {
      const text = describe(rowsDone, percent)
      if (isTerminal) {
        sink.write(`\r${text}\u001B[K`)
        isLineOpen = true
      } else if (nowMs(clock) - toldAtMs >= LINE_EVERY_MS) {
        sink.write(`${text}\n`)
        toldAtMs = nowMs(clock)
      }
    },
    note(text) {
      clear()
      sink.write(`${text}\n`)
    },
    end: clear,
  }
}
