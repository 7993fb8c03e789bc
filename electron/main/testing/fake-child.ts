import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import type { ChildProcess } from '../server-child.ts'

/** A server process under the test's control. It has no pid, so nothing can be killed by accident. */
export class FakeChild extends EventEmitter implements ChildProcess {
  readonly pid = undefined
  readonly stdout = new PassThrough()
  readonly stderr = new PassThrough()
  readonly received: unknown[] = []

  postMessage(message: unknown): void {
    this.received.push(message)
  }

  ready(port = 40_000): void {
    this.emit('message', { type: 'ready', port, version: '1.2.3' })
  }

  end(exitCode: number): void {
    this.emit('exit', exitCode)
  }
}
