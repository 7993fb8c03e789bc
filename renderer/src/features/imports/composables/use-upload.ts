import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { useUnsavedGuard } from '../../../composables/use-unsaved-guard.ts'
import { fileRefusal } from '../file-refusal.ts'
import { percentDone } from '../import-result.ts'
import { uploadFile, type UploadProgress } from '../upload-file.ts'
import type { Failure } from '../../../api/failure.ts'
import type { ImportKind } from '../../../../../server/modules/imports/imports.contract.ts'

/** One upload at a time: how far it is, the way to stop it, and why it was refused. */
export function useUpload() {
  const file = shallowRef<File>()
  const progress = ref<UploadProgress>()
  const failure = shallowRef<Failure>()
  let stop: AbortController | undefined
  const isUploading = computed(() => progress.value !== undefined)
  /** Unknown until the first bytes are known to be sent; the desktop app never tells. */
  const percent = computed(() => {
    const { sentBytes, totalBytes } = progress.value ?? { sentBytes: 0, totalBytes: 0 }
    return sentBytes > 0 ? percentDone(sentBytes, totalBytes) : undefined
  })
  /** Everything is sent, and the server looks at it. */
  const isReading = computed(() => percent.value === 100)
  useUnsavedGuard(isUploading, () => file.value?.name ?? '')

  /** @returns the id of the file at the server; undefined when it was refused or cancelled */
  async function send(kind: ImportKind, chosen: File): Promise<string | undefined> {
    if (isUploading.value) return undefined
    file.value = chosen
    failure.value = undefined
    const refusal = await fileRefusal(chosen)
    // Meanwhile another one may have been chosen.
    if (isUploading.value || file.value !== chosen) return undefined
    failure.value = refusal
    if (refusal) return undefined
    stop = new AbortController()
    progress.value = { sentBytes: 0, totalBytes: chosen.size }
    const outcome = await uploadFile({
      kind,
      file: chosen,
      signal: stop.signal,
      onProgress: (sent) => (progress.value = sent),
    }).finally(() => (progress.value = undefined))
    if ('failure' in outcome) failure.value = outcome.failure
    return 'id' in outcome ? outcome.id : undefined
  }

  const cancel = (): void => stop?.abort()
  onScopeDispose(cancel)
  return { file, progress, percent, isUploading, isReading, failure, send, cancel }
}
