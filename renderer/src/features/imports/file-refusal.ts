import {
  FILE_BYTES_MAX,
  isWorkbook,
  WORKBOOK_HEAD_BYTES,
  XLSX_BYTES_MAX,
} from '../../../../server/contract/table.ts'
import type { Failure } from '../../api/failure.ts'

const MB = 1024 * 1024

const refused = (code: string, params: Failure['params'] = {}): Failure => ({
  code,
  params,
  requestId: undefined,
  isTemporary: false,
  atMs: Date.now(),
})

/** What cannot be read fails once more when it is sent, and then says why. */
const headOf = (file: Blob): Promise<Uint8Array> =>
  file
    .slice(0, WORKBOOK_HEAD_BYTES)
    .arrayBuffer()
    .then(
      (bytes) => new Uint8Array(bytes),
      () => new Uint8Array(),
    )

/** What can be said of a file without sending it, as the server would say it afterwards. */
export async function fileRefusal(file: Blob): Promise<Failure | undefined> {
  const { size } = file
  if (size === 0) return refused('FILE_EMPTY')
  if (size > XLSX_BYTES_MAX && isWorkbook(await headOf(file))) {
    return refused('WORKBOOK_TOO_LARGE', {
      maxMb: XLSX_BYTES_MAX / MB,
      csvMaxMb: FILE_BYTES_MAX / MB,
    })
  }
  return size > FILE_BYTES_MAX
    ? refused('FILE_TOO_LARGE', { maxMb: FILE_BYTES_MAX / MB })
    : undefined
}
