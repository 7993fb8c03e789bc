const LINE_BYTES_MAX = 4096

/**
 * Secrets come by standard input, one a line: on the command line they would stand in the list of
 * processes.
 */
export class StandardInput {
  #chunks: AsyncIterator<unknown, unknown> | undefined
  #waiting = ''

  /** The next line; empty when there is none. `prompt` is shown to a person at a terminal. */
  async line(prompt: string): Promise<string> {
    if (process.stdin.isTTY) process.stderr.write(`${prompt}: `)
    this.#chunks ??= process.stdin.setEncoding('utf8')[Symbol.asyncIterator]()
    while (!this.#waiting.includes('\n') && this.#waiting.length <= LINE_BYTES_MAX) {
      const { value, done } = await this.#chunks.next()
      if (done === true) break
      this.#waiting += String(value)
    }
    const [line = '', ...rest] = this.#waiting.split('\n')
    this.#waiting = rest.join('\n')
    return line.replace(/\r$/, '')
  }

  /** Whether it is a person who types, and may mistype. */
  get isTerminal(): boolean {
    return process.stdin.isTTY
  }

  /** Lets the program end although nobody closed the other side. */
  async close(): Promise<void> {
    await this.#chunks?.return?.()
  }
}
