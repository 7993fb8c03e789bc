import { expect, test } from 'vitest'
import { messages } from '../src/app/messages.ts'
import { literalTexts, readSources, usedKeys } from './scan-source.ts'
import { API_SCOPES } from '../../server/modules/api-keys/api-keys.contract.ts'
import { AUDIT_ACTIONS } from '../../server/modules/audit/audit.contract.ts'
import { JOB_KINDS } from '../../server/modules/jobs/jobs.contract.ts'
import type { MessageTree } from '../src/i18n/define-messages.ts'

function leaves(tree: MessageTree, prefix = ''): [key: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  )
}

const zh = new Map(leaves(messages.zh))
const en = new Map(leaves(messages.en))
const sources = readSources(`${import.meta.dirname}/../src`)
const texts = sources.filter(
  ({ path }) => !path.endsWith('.messages.ts') && !path.endsWith('language-names.ts'),
)
/** Names of the program that are written like keys. */
const NAMES: ReadonlySet<string> = new Set([...AUDIT_ACTIONS, ...JOB_KINDS, ...API_SCOPES])
/** What is put in stands for one part of a key, at the end for several: names of events have dots. */
const asPattern = (key: string) => {
  const text = key.replaceAll('.', '\\.').replace(/\*$/, '.+').replaceAll('*', '[^.]+')
  return new RegExp(`^${text}$`)
}

test('both languages have the same keys, and no sentence is empty', () => {
  expect([...en.keys()]).toEqual([...zh.keys()])
  expect([...zh, ...en].filter(([, sentence]) => !sentence.trim())).toEqual([])
})

test('both sentences of a key ask for the same values', () => {
  const values = (sentence = '') => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort()
  for (const [key, sentence] of zh) {
    expect(values(en.get(key)), key).toEqual(values(sentence))
  }
})

test('no English sentence holds Chinese, apart from the other name of the product', () => {
  const mixed = [...en].filter(([, sentence]) => /\p{Script=Han}/u.test(sentence))
  expect(mixed.map(([key]) => key)).toEqual(['shell.brandOther'])
})

test('looking at a file without writing has one name, the one of the import', () => {
  const others = [...zh, ...en].filter(([, sentence]) => /试算|试运行|dry.run/i.test(sentence))
  expect(others.map(([key]) => key)).toEqual([])
})

test('no sentence is written into a component', () => {
  expect(
    texts.flatMap((file) => literalTexts(file).map((text) => `${file.path}: ${text}`)),
  ).toEqual([])
})

test('the scan finds what it is for', () => {
  const find = (text: string) => literalTexts({ path: 'X.vue', text })
  expect(find('<template><p>Hello</p></template>')).toEqual(['Hello'])
  expect(find('<template><p>{{ ok ? "好" : "" }}</p></template>')).toHaveLength(1)
  expect(find('<template><a :title="`好`" /></template>')).toHaveLength(1)
  expect(find('<template><a title="Open" /></template>')).toEqual(['Open'])
  expect(find('<template><a class="x">{{ $t("ui.retry") }} · 5</a></template>')).toEqual([])
})

test('every key in use has a sentence', () => {
  const missing = sources.flatMap((file) =>
    usedKeys(file)
      .filter((key) => !NAMES.has(key))
      .filter((key) => ![...zh.keys()].some((known) => asPattern(key).test(known)))
      .map((key) => `${file.path}: ${key}`),
  )
  expect(missing).toEqual([])
})

test('every sentence is in use', () => {
  const patterns = sources.flatMap(usedKeys).map(asPattern)
  const unused = [...zh.keys()].filter((key) => !patterns.some((pattern) => pattern.test(key)))
  expect(unused).toEqual([])
})
