import { shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { toFailure, type Failure } from '../api/failure.ts'

/**
 * The last failure of a query. It stays while the query tries again, so that the error does not give
 * way to a skeleton and come back; an answer or another question ends it.
 */
export function useFailure(query: {
  error: Readonly<Ref<Error | null>>
  answeredAtMs: MaybeRefOrGetter<number>
  question: MaybeRefOrGetter<unknown>
}): Readonly<Ref<Failure | undefined>> {
  const failure = shallowRef<Failure>()
  watch(
    query.error,
    (error) => {
      if (error) failure.value = toFailure(error, Date.now())
    },
    { immediate: true },
  )
  watch([() => toValue(query.answeredAtMs), () => toValue(query.question)], () => {
    failure.value = undefined
  })
  return failure
}
