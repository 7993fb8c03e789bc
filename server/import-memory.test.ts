import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runBuilt } from './testing/run-built.ts'
import { makeTestLocation, PROVIDERS, type TestLocation } from './testing/test-database.ts'

const FEW = 20_000
const MANY = 200_000
/** The commands need 64; the texts of so many rows alone would not have room beside that. */
const HEAP_MB = 96
/** Of 180,000 rows more, which are kept in mind as numbers. All their texts would be several times as much. */
const GROWTH_MB_MAX = 80
const LONG = { tags: 'long', timeout: 600_000 }
const HEADINGS = ['客户编号', '手机号', '昵称', '生日', '备注']
const REMARK = '会员说过的话'.repeat(18)

/** A row in eight is refused, one in forty repeats a row above. */
function rowOf(i: number): string[] {
  const like = (cells: Partial<Record<number, string>>) =>
    [`C${i}`, String(13_000_000_000 + i), `会员 ${i}`, '1990-03-18', `${REMARK}${i}`].map(
      (cell, place) => cells[place] ?? cell,
    )
  switch (i % 40) {
    case 1:
      return like({ 1: '123' })
    case 2:
      return like({ 3: '2999-13-45' })
    case 3:
      return like({ 0: '', 1: '' })
    case 4:
      return like({ 1: '19900000001' })
    case 5:
      return like({ 0: `C${i - 5}` })
    case 6:
      return rowOf(i - 6)
    default:
      return like({})
  }
}

/** What an import of so many of these rows comes to. */
function expectedOf(rows: number) {
  const each = rows / 40
  return {
    all: { rows },
    created: { rows: rows - 6 * each + 1 },
    unchanged: { rows: each },
    refused: { rows: 5 * each - 1 },
    reasons: expect.arrayContaining([
      ...['MOBILE_INVALID', 'DATE_INVALID', 'CONTACT_MISSING', 'ROW_REPEATED'].map((code) => ({
        code,
        count: each,
      })),
      { code: 'MOBILE_TAKEN', count: each - 1 },
    ]) as unknown,
  }
}

async function writeCsvFile(path: string, rows: number): Promise<void> {
  function* lines() {
    yield `${HEADINGS.join(',')}\n`
    for (let i = 0; i < rows; i += 1) yield `${rowOf(i).join(',')}\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

async function writeXlsxFile(path: string, rows: number): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path })
  const sheet = book.addWorksheet('会员')
  sheet.addRow(HEADINGS).commit()
  for (let i = 0; i < rows; i += 1) sheet.addRow(rowOf(i)).commit()
  await book.commit()
}

describe.each(PROVIDERS)('a command with little memory on %s', (provider) => {
  let place: TestLocation
  beforeEach(async () => {
    place = await makeTestLocation(provider)
  })
  afterEach(() => place.remove())

  /** Runs a command with a small heap. @returns also the most memory that its process had */
  async function run(...args: string[]) {
    const peakFile = join(place.folder, 'peak')
    const preload = join(place.folder, 'preload.cjs')
    writeFileSync(
      preload,
      `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peakFile)},
        String(process.resourceUsage().maxRSS)))`,
    )
    const { location, folder } = place
    const finished = await runBuilt('cli', args, {
      DATABASE_URL: location.provider === 'sqlite' ? `file:${location.path}` : location.url,
      BACKUP_DIR: join(folder, 'backups'),
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MB} --require="${preload}"`,
    }).finished
    return { ...finished, peakMb: Number(readFileSync(peakFile, 'utf8')) / 1024 }
  }
  const file = (name: string) => join(place.folder, name)

  /** Imports files of few and many rows and compares what each needed. */
  async function compare(write: typeof writeCsvFile, name: string) {
    const peaks: number[] = []
    for (const rows of [FEW, MANY]) {
      await write(file(name), rows)
      const found = await run('import-members', file(name), '--dry-run', '--json')
      expect(found.stderr).toBe('')
      expect(JSON.parse(found.stdout)).toMatchObject(expectedOf(rows))
      peaks.push(found.peakMb)
    }
    const [few = 0, many = 0] = peaks
    expect(many - few).toBeLessThan(GROWTH_MB_MAX)
  }

  it('finds out what 200,000 rows of CSV come to', LONG, () => compare(writeCsvFile, 'many.csv'))

  it('finds out what 200,000 rows of XLSX come to', LONG, () => compare(writeXlsxFile, 'many.xlsx'))

  // How much a process has in all is no measure here: SQLite keeps pages of what it writes.
  it('imports 200,000 rows', LONG, async () => {
    await writeCsvFile(file('many.csv'), MANY)
    const { stdout, stderr } = await run('import-members', file('many.csv'), '--json')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject(expectedOf(MANY))
    const stats = await run('stats', '--json')
    expect(JSON.parse(stats.stdout)).toMatchObject({ members: expectedOf(MANY).created.rows })
  })

  it('refuses 10 MB in one line, be they rows, a cell or the headings', async () => {
    const long = 'x'.repeat(10 * 1024 * 1024)
    const quoted = `"${'会员,\n'.repeat(1024 * 1024)}"`
    const files = {
      row: `手机号\n${long}\n`,
      cell: `手机号\n${quoted}\n`,
      headings: `手机号,${long}`,
    }
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(file(`${name}.csv`), text)
      const { code, stderr } = await run('import-members', file(`${name}.csv`))
      expect(code).toBe(1)
      expect(stderr).toContain('FILE_LINE_TOO_LONG')
    }
  })
})
