import ExcelJS from 'exceljs'

/**
 * The first sheet of a workbook as another program reads it: its rows without empty cells at their ends, how each cell
 * is shown, and how many are run.
 */
export async function openSheet(file: Buffer) {
  const book = new ExcelJS.Workbook()
  // exceljs asks for the Buffer of older types; at run time it is the same.
  await book.xlsx.load(file as unknown as ExcelJS.Buffer)
  const cells: ExcelJS.CellValue[][] = []
  const formats: string[][] = []
  let formulas = 0
  book.worksheets[0]?.eachRow((row, line) => {
    const all = Array.from({ length: row.cellCount }, (_, i) => row.getCell(i + 1))
    cells[line - 1] = all.map(({ value }) => value)
    formats[line - 1] = all.map(({ numFmt }) => numFmt)
    formulas += all.filter(({ type }) => type === ExcelJS.ValueType.Formula).length
  })
  return { cells, formats, formulas }
}
