import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SEALED_TABLES } from './sealed-tables.ts'

const MODELS = join(import.meta.dirname, '../../prisma/models')

/** Every column of the models whose name says that its value depends on the data key. */
function sealedColumnsOf(text: string): string[] {
  return [...text.matchAll(/^model (\w+) \{\n([^]*?)^\}/gm)].flatMap(([, model, body = '']) =>
    [...body.matchAll(/^ {2}(\w+(?:Cipher|Index))\s/gm)].map(([, name]) => `${model}.${name}`),
  )
}

it('a rotation knows every sealed column of the models, and no other', () => {
  const models = readdirSync(MODELS).map((name) => readFileSync(join(MODELS, name), 'utf8'))
  const inModels = models.flatMap(sealedColumnsOf)
  const declared = SEALED_TABLES.flatMap(({ table, columns }) =>
    columns.flatMap(({ cipher, indexes }) =>
      [cipher, ...indexes].map((name) => `${table}.${name}`),
    ),
  )
  expect(inModels).toContain('Member.mobileCipher')
  expect(declared.sort()).toEqual(inModels.sort())
})

it('unique indexes of the models are the ones that a rotation looks at', () => {
  const text = readFileSync(join(MODELS, 'members.prisma'), 'utf8')
  const declarations = text.matchAll(/^ {2}(?:(\w+Index)\s.*@unique|@@unique\(\[(\w+Index)\])/gm)
  const unique = [...declarations].map(([, column, ofTable]) => column ?? ofTable)
  const declared = SEALED_TABLES.flatMap(({ columns }) =>
    columns.flatMap(({ uniqueIndexes }) => uniqueIndexes),
  )
  expect(declared.sort()).toEqual(unique.sort())
})
