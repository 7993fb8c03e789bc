import type { Language } from '../../contract/errors.ts'
import type { TableFormat } from '../../contract/table.ts'

const WORDS = {
  zh: { dry: '检查结果', done: '导入结果' },
  en: { dry: 'check-result', done: 'result' },
} as const

/** Of the user's own name; with what is added to it every system takes it. */
const NAME_MAX = 80
/** What no name of a file may have somewhere, and signs that are not seen or turn the text around. */
const UNSAFE = /[\\/:*?"<>|]|\p{C}/gu
const EXTENSION = /\.(csv|txt|tsv|xlsx)$/i

interface CopyFacts {
  readonly fileName: string
  readonly isDryRun: boolean
  readonly language: Language
  readonly format: Pick<TableFormat, 'kind'>
}

/** How the marked copy of a file is called where its owner keeps it: `会员名单-导入结果.csv`. */
export function shownCopyName({ fileName, isDryRun, language, format }: CopyFacts): string {
  const plain = fileName.replaceAll(UNSAFE, ' ').replace(EXTENSION, '')
  const name = [...plain]
    .slice(0, NAME_MAX)
    .join('')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '')
  const word = WORDS[language][isDryRun ? 'dry' : 'done']
  return `${name === '' ? '' : `${name}-`}${word}.${format.kind}`
}
