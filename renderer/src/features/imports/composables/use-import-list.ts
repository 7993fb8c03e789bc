import { z } from 'zod'
import { api } from '../../../api/client.ts'
import { usePagedList } from '../../../composables/use-paged-list.ts'
import { listImportsInput } from '../../../../../server/modules/imports/imports.contract.ts'
import { resultOf } from '../import-result.ts'
import { stateOf } from '../import-step.ts'
import type { ImportFilePage } from '../../../../../server/modules/imports/imports.contract.ts'

type FileRow = ImportFilePage['list'][number]

/** What the page's address asks; files have one order, the newest first. */
const importListQuery = listImportsInput.extend({
  sort: z.enum(['createdAt']).default('createdAt'),
  order: z.enum(['desc']).default('desc'),
})

/** A file with what its latest work came to. Work of others may be out of sight. */
async function withWork(row: FileRow, signal: AbortSignal) {
  const id = row.importJobId ?? row.dryRunJobId
  const job =
    id === null ? undefined : await api.jobs.get.query({ id }, { signal }).catch(() => undefined)
  return { ...row, state: stateOf(row, job), result: resultOf(job) }
}
export type ImportRow = Awaited<ReturnType<typeof withWork>>

/** Uploaded files, each with how far it is. */
export function useImportList() {
  return usePagedList({
    key: 'imports-list',
    schema: importListQuery,
    fetch: async (input, signal) => {
      const page = await api.imports.list.query(input, { signal })
      const list = await Promise.all(page.list.map((row) => withWork(row, signal)))
      return { list, total: page.total }
    },
  })
}

export const isBusy = ({ state }: Pick<ImportRow, 'state'>): boolean =>
  state === 'checking' || state === 'importing'
