import { useQuery } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { api } from '../../../api/client.ts'
import { useFailure } from '../../../composables/use-failure.ts'

/** One uploaded file with its columns. */
export function useImportFile(id: MaybeRefOrGetter<string>) {
  const query = useQuery({
    queryKey: ['imports-get', id],
    queryFn: ({ signal }) => api.imports.get.query({ id: toValue(id) }, { signal }),
    // Columns that are being chosen are not to be replaced under the hand.
    refetchOnWindowFocus: false,
  })
  const failure = useFailure({
    error: query.error,
    answeredAtMs: query.dataUpdatedAt,
    question: id,
  })
  const reload = async (): Promise<void> => void (await query.refetch())
  return { file: query.data, failure, isLoading: query.isFetching, reload }
}
