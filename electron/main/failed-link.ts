import type { ShellProblem } from '../ipc-contract.ts'
import type { ServerLink, StateListener } from './server-link.ts'

/** A remote home that can't even be asked, for want of a usable access token: it only says so. */
export function createFailedLink(problem: ShellProblem, onState: StateListener): ServerLink {
  const state = { home: 'remote', status: 'failed', ...problem } as const
  return {
    state: () => state,
    target: () => undefined,
    start: () => onState(state),
    restart: async () => onState(state),
    stop: async () => undefined,
    noteFailure: () => undefined,
  }
}
