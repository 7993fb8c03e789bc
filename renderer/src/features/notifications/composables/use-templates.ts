import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { api } from '../../../api/client.ts'

const TEMPLATES = ['notifications-templates']
const SETTINGS = ['notifications-settings']

/** Every text that members are sent, and the language in use. */
export function useTemplates() {
  const templates = useQuery({
    queryKey: TEMPLATES,
    queryFn: ({ signal }) => api.notifications.templates.query(undefined, { signal }),
  })
  const settings = useQuery({
    queryKey: SETTINGS,
    queryFn: ({ signal }) => api.notifications.settings.query(undefined, { signal }),
  })
  return { templates, settings }
}

/** Asks for the templates and the language again, and for what was recorded of them. */
export function useTemplateRefresh(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    void queries.invalidateQueries({ queryKey: ['audit-history'] })
    await Promise.all(
      [TEMPLATES, SETTINGS].map((queryKey) => queries.invalidateQueries({ queryKey })),
    )
  }
}
