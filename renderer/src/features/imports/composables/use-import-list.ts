import { z } from 'zod'
import { api } from '../../../api/client.ts'
import { usePagedList } from '../../../composables/use-paged-list.ts'
import { listImportsInput } from '../../../../../server/modules/imports/imports.contract.ts'
import { stateOf } from '../import-step.ts'
import type { ImportFilePage } from '../../../../../server/modules/imports/imports.contract.ts'

type FileRow = ImportFilePage['list'][number]

/** What the page's address asks; files have one order, the newest first. */
const importListQuery = listImportsInput.extend({
  sort: z.enum(['createdAt']).default('createdAt'),
  order: z.enum(['desc']).default('desc'),
})

const withState = (row: FileRow) => ({ ...row, state: stateOf(row, row.work ?? undefined) })
export type ImportRow = ReturnType<typeof withState>

/** Uploaded files, each with how far it is. */
export function useImportList() {
  return usePagedList({
    key: 'imports-list',
    schema: importListQuery,
    fetch: async (input, signal) => {
      const page = await api.imports.list.query(input, { signal })
      return { list: page.list.map(withState), total: page.total }
    },
  })
}

export const isBusy = ({ state }: Pick<ImportRow, 'state'>): boolean =>
  state === 'checking' || state === 'importing'
