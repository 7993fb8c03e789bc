import { expect, test } from 'vitest'
import { FILE_BYTES_MAX, XLSX_BYTES_MAX } from '../../../../server/contract/table.ts'
import { fileRefusal } from './file-refusal.ts'

const WORKBOOK = [0x50, 0x4b, 0x03, 0x04]
const fileOf = (bytes: number, head: readonly number[] = []) => {
  const whole = new Uint8Array(bytes)
  whole.set(head)
  return new Blob([whole])
}

test('a file that is too large is refused before it is sent, a workbook by a limit of its own', async () => {
  expect(await fileRefusal(fileOf(XLSX_BYTES_MAX, WORKBOOK))).toBeUndefined()
  expect(await fileRefusal(fileOf(XLSX_BYTES_MAX + 1, WORKBOOK))).toMatchObject({
    code: 'WORKBOOK_TOO_LARGE',
    params: { maxMb: 30, csvMaxMb: 100 },
  })
  expect(await fileRefusal(fileOf(XLSX_BYTES_MAX + 1))).toBeUndefined()
  expect(await fileRefusal(fileOf(FILE_BYTES_MAX + 1))).toMatchObject({
    code: 'FILE_TOO_LARGE',
    params: { maxMb: 100 },
  })
  expect(await fileRefusal(fileOf(0))).toMatchObject({ code: 'FILE_EMPTY' })
})
