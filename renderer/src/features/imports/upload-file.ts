import axios, { isAxiosError, isCancel } from 'axios'
import { z } from 'zod'
import { desktop } from '../../api/desktop.ts'
import { answerFailure, type Failure } from '../../api/failure.ts'
import { sessionMissing } from '../../api/session-watch.ts'
import type { ImportKind } from '../../../../server/modules/imports/imports.contract.ts'

const UPLOAD_PATH = '/files/imports'
const answer = z.object({ id: z.uuid() })

export interface UploadProgress {
  readonly sentBytes: number
  readonly totalBytes: number
}

export type UploadOutcome =
  { readonly id: string } | { readonly failure: Failure } | { readonly isCancelled: true }

interface Upload {
  readonly kind: ImportKind
  readonly file: File
  readonly signal: AbortSignal
  readonly onProgress: (progress: UploadProgress) => void
}

/**
 * What is sent. A browser reads the file while it sends it. The shell's protocol is handed whole bodies
 * only: one that is a reference to a file never arrives there (Electron 25).
 */
const bodyOf = (file: File): Promise<ArrayBuffer> | File => (desktop ? file.arrayBuffer() : file)

/** Hands a file over as it is: its bytes are the body, what they are is in the address. */
export async function uploadFile(upload: Upload): Promise<UploadOutcome> {
  const { kind, file, signal, onProgress } = upload
  try {
    const { data } = await axios.post<unknown>(UPLOAD_PATH, await bodyOf(file), {
      params: { kind, name: file.name },
      headers: { 'content-type': 'application/octet-stream' },
      signal,
      onUploadProgress: ({ loaded }) => {
        onProgress({ sentBytes: Math.min(loaded, file.size), totalBytes: file.size })
      },
    })
    const known = answer.safeParse(data)
    if (known.success) return known.data
    return { failure: answerFailure({ status: 200, body: data }, Date.now()) }
  } catch (error) {
    return refusalOf(error)
  }
}

function refusalOf(error: unknown): UploadOutcome {
  if (isCancel(error)) return { isCancelled: true }
  if (!isAxiosError<unknown>(error)) throw error
  const { response } = error
  const failure = answerFailure({ status: response?.status, body: response?.data }, Date.now())
  if (failure.code === 'UNAUTHENTICATED') sessionMissing()
  return { failure }
}
