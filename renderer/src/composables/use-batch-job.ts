import { useQuery } from '@tanstack/vue-query'
import { ref, watch } from 'vue'
import { api } from '../api/client.ts'
import { formatCount } from '../ui/format.ts'
import { useToast } from './use-toast.ts'
import { batchResult } from '../../../server/modules/jobs/jobs.contract.ts'

const ASK_EVERY_MS = 1_000

type Sentence = 'started' | 'jobs' | 'stopped' | 'done' | 'doneUnchanged' | 'doneSome'

interface Batch<Input> {
  /** @throws what the server refuses with: JOB_RUNNING, FORBIDDEN */
  readonly hand: (input: Input) => Promise<{ id: string }>
  /** Asks again for whatever shows the records. */
  readonly refresh: () => void
  /** A sentence in the words of the page; `count` is how many were changed. */
  readonly say: (sentence: Sentence, figures: Record<string, string>, count: number) => string
}

/**
 * Work on many records: a job that goes on without the page. While the page is open it waits for the end,
 * shows the rows as they are then, and says how many were left alone.
 */
export function useBatchJob<Input>({ hand, refresh, say }: Batch<Input>) {
  const toast = useToast()
  const jobId = ref('')
  const linkTo = (id: string) => ({
    label: say('jobs', {}, 1),
    to: { path: '/jobs', query: { job: id } },
  })

  const { data: job } = useQuery({
    queryKey: ['batch-job', jobId],
    queryFn: ({ signal }) => api.jobs.get.query({ id: jobId.value }, { signal }),
    enabled: () => jobId.value !== '',
    refetchInterval: ASK_EVERY_MS,
  })

  function tellEnd(id: string, result: unknown): void {
    const { data } = batchResult.safeParse(result)
    if (!data) {
      toast.done(say('stopped', {}, 0), linkTo(id))
      return
    }
    const figures = {
      changed: formatCount(data.changed),
      unchanged: formatCount(data.unchanged),
      refused: formatCount(data.refusedCount),
    }
    if (data.refusedCount > 0) toast.done(say('doneSome', figures, data.changed), linkTo(id))
    else toast.done(say(data.unchanged > 0 ? 'doneUnchanged' : 'done', figures, data.changed))
  }

  watch(job, (now) => {
    if (!now?.finishedAt || now.id !== jobId.value) return
    jobId.value = ''
    refresh()
    tellEnd(now.id, now.result)
  })

  async function start(input: Input): Promise<void> {
    const { id } = await hand(input)
    toast.done(say('started', {}, 1), linkTo(id))
    jobId.value = id
  }
  return { start }
}
