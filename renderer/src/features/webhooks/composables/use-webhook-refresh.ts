import { useQueryClient } from '@tanstack/vue-query'

const TOUCHED = ['webhooks-list', 'webhooks-attempts', 'outbox-list', 'outbox-dead-count']

/** Asks again for whatever shows endpoints after one of them changed or was sent something. */
export function useWebhookRefresh(): () => void {
  const queries = useQueryClient()
  return () => {
    for (const name of TOUCHED) void queries.invalidateQueries({ queryKey: [name] })
  }
}
