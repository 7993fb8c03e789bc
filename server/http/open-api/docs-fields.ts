import { html } from 'hono/html'
import type { Parameter, Schema } from './docs-model.ts'
import type { DocsWords } from './docs-words.ts'

interface Field {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly notes: string
}

const shown = (value: unknown): string => JSON.stringify(value)

function range(from: number | undefined, to: number | undefined): string {
  if (from === undefined && to === undefined) return ''
  return from === to ? String(from) : `${from ?? ''}…${to ?? ''}`
}

function notesOf(schema: Schema, words: DocsWords): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema
  const limits = [
    range(minimum, maximum),
    range(minLength, maxLength) && `${words.length} ${range(minLength, maxLength)}`,
    range(minItems, maxItems) && `${words.items} ${range(minItems, maxItems)}`,
  ]
  return [
    schema.description ?? '',
    schema.enum ? schema.enum.map(shown).join(' | ') : '',
    schema.default === undefined ? '' : `= ${shown(schema.default)}`,
    ...limits,
  ]
    .filter((text) => text !== '')
    .join('; ')
}

function typeOf(schema: Schema): string {
  const { type, format, items } = schema
  if (items) return `${typeOf(items)}[]`
  const name = Array.isArray(type) ? type.join(' | ') : String(type ?? 'any')
  return format === undefined ? name : `${name} (${format})`
}

/** Fields of a schema with those below them, each named by the way to it: `lines[].paidFen`. */
export function fieldsOf(schema: Schema, words: DocsWords, prefix = ''): Field[] {
  if (schema.items) return fieldsOf(schema.items, words, `${prefix}[]`)
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`
    const isRequired = schema.required?.includes(key) ?? false
    const field = { name, type: typeOf(property), isRequired, notes: notesOf(property, words) }
    return [field, ...fieldsOf(property, words, name)]
  })
}

/** Parameters as fields, each with where it stands. */
export const parameterFields = (
  parameters: readonly Parameter[],
  words: DocsWords,
  say: (text: string) => string,
): Field[] =>
  parameters.map(({ name, in: place, required = false, schema }) => ({
    ...{ name: `${name} (${place})`, type: typeOf(schema), isRequired: required },
    notes: notesOf({ ...schema, description: say(schema.description ?? '') }, words),
  }))

export const fieldTable = (fields: readonly Field[], words: DocsWords) =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">${words.field}</th>
          <th scope="col">${words.type}</th>
          <th scope="col">${words.notes}</th>
        </tr>
      </thead>
      <tbody>
        ${fields.map(
          ({ name, type, isRequired, notes }) =>
            html`<tr>
              <td><code>${name}</code></td>
              <td>${type}${isRequired ? `, ${words.isRequired}` : ''}</td>
              <td>${notes}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
