import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { desktop } from '../api/desktop.ts'
import type { ServerState, ShellProblem } from '../../../electron/ipc-contract.ts'

/** Statuses that do not go away by waiting: somebody has to do something. */
const GIVEN_UP: readonly (string | undefined)[] = [
  'failed',
  'clientTooOld',
  'serverTooOld',
  'notMemberDesk',
]

/**
 * What the desktop shell says about its server. In a browser there is no shell, and the page learns
 * from its requests alone.
 */
export const useServerState = defineStore('serverState', () => {
  const state = ref<ServerState>()
  const hasBeenReady = ref(desktop === undefined)
  const warnings = ref<readonly ShellProblem[]>([])
  const isReady = computed(() => desktop === undefined || state.value?.status === 'ready')

  const hasGivenUp = computed(() => GIVEN_UP.includes(state.value?.status))

  function take(next: ServerState): void {
    state.value = next
    if (next.status === 'ready') hasBeenReady.value = true
  }

  /** Listens first and asks then, so that no change falls between the two. */
  async function connect(): Promise<void> {
    if (!desktop) return
    desktop.onServerState(take)
    const [now, info] = await Promise.all([desktop.getServerState(), desktop.getInfo()])
    if (!state.value) take(now)
    warnings.value = info.warnings
  }

  return { state, hasBeenReady, warnings, isReady, hasGivenUp, connect }
})
