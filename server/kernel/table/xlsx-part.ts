import { setImmediate as nextTurn } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import { AppError } from '../app-error.ts'
import { inflateEntry, type readDirectory } from './zip.ts'

const PIECE_BYTES = 64 * 1024
/** A tag or a text that is longer is of no workbook: a cell of Excel has 32,767 characters. */
const TOKEN_MAX = 512 * 1024
/** Tags within each other; workbooks have about ten. */
const DEPTH_MAX = 64

export interface Workbook {
  readonly file: Buffer
  readonly entries: ReturnType<typeof readDirectory>
}

/** What is done with the tags and texts of a part; names come without their prefix. */
export interface PartReader {
  open(tag: string, attributes: Readonly<Record<string, string>>): void
  text?(piece: string): void
  close?(tag: string): void
}

/** Local name of a tag: some programs write `x:row`. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

const broken = (cause?: unknown): AppError => new AppError('FILE_NOT_TABLE', {}, { cause })

/** A parser that holds no more than one tag or text of bounded length at a time. */
function boundedParser(reader: PartReader) {
  const parser = new SaxesParser()
  let depth = 0
  /** Characters since the last tag or text was told: the parser may still be collecting them. */
  let collected = 0
  parser.on('opentag', ({ name, attributes }) => {
    collected = 0
    depth += 1
    if (depth > DEPTH_MAX) throw broken()
    reader.open(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    collected = 0
    depth -= 1
    reader.close?.(localName(name))
  })
  if (reader.text) {
    const onText = (piece: string) => {
      collected = 0
      reader.text?.(piece)
    }
    parser.on('text', onText)
    // Some programs write `<![CDATA[A&B]]>` where others write `A&amp;B`.
    parser.on('cdata', onText)
  }
  return {
    write(text: string): void {
      parser.write(text)
      collected += text.length
      if (collected > TOKEN_MAX) throw broken()
    },
    close: () => parser.close(),
  }
}

interface Part {
  readonly name: string
  readonly maxMb: number
}

/**
 * Reads a part of a workbook a piece at a time, says after each how many characters it had, and lets the
 * program do something else in between. A part that is missing has no pieces.
 *
 * @throws AppError FILE_NOT_TABLE, WORKBOOK_UNPACKS_TOO_LARGE
 */
export async function* readPieces(
  { file, entries }: Workbook,
  { name, maxMb }: Part,
  reader: PartReader,
): AsyncGenerator<number> {
  const entry = entries.get(name)
  if (!entry) return
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parser = boundedParser(reader)
  try {
    for (const chunk of inflateEntry(file, entry, maxMb)) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        const text = decoder.decode(chunk.subarray(at, at + PIECE_BYTES), { stream: true })
        parser.write(text)
        yield text.length
        await nextTurn()
      }
    }
    parser.close()
  } catch (error) {
    throw error instanceof AppError ? error : broken(error)
  }
}

/** Reads a part of a workbook to its end. */
export async function readPart(workbook: Workbook, part: Part, reader: PartReader): Promise<void> {
  const pieces = readPieces(workbook, part, reader)
  while (!(await pieces.next()).done);
}
