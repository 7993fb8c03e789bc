import { StringDecoder } from 'node:string_decoder'

const LINE_CHARS_MAX = 64 * 1024

/**
 * Cuts a stream of bytes into lines for the log. Characters split over two chunks stay whole, and a
 * line without end is cut at 64 Ki characters, so that a runaway child can't fill the memory.
 */
export function createLineSplitter(onLine: (line: string) => void) {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const emit = (line: string) => {
    const text = line.trimEnd()
    if (text !== '') onLine(text)
  }
  return {
    push(chunk: Buffer | string) {
      rest += typeof chunk === 'string' ? chunk : decoder.write(chunk)
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(emit)
      if (rest.length > LINE_CHARS_MAX) {
        emit(rest)
        rest = ''
      }
    },
    /** Hands out what came last without a line end. */
    end() {
      emit(rest + decoder.end())
      rest = ''
    },
  }
}
