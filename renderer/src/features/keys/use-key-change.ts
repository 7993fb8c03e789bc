import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../api/client.ts'
import { useToast } from '../../composables/use-toast.ts'
import { isLive, useJob } from '../jobs/index.ts'

/** Starts the change of the key and follows its job, also over the restart of the server. */
export function useKeyChange(onEnd: () => void) {
  const { t } = useI18n({ useScope: 'global' })
  const toast = useToast()
  const id = ref<string>()
  const { job } = useJob(id)
  const isUnderWay = computed(
    () => id.value !== undefined && (job.value === undefined || isLive(job.value)),
  )

  async function start(reason: string): Promise<void> {
    id.value = (await api.keys.rotate.mutate({ reason })).id
  }

  watch(
    () => job.value?.finishedAt ?? null,
    (finishedAt) => {
      if (finishedAt === null) return
      if (job.value?.status === 'done') toast.done(t('keys.rotate.done'))
      onEnd()
    },
  )
  return { job, isUnderWay, start }
}
