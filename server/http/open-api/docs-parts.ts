import { html } from 'hono/html'
import { exampleOf } from './docs-examples.ts'
import { fieldsOf, fieldTable } from './docs-fields.ts'
import type { Schema } from './docs-model.ts'
import type { DocsWords } from './docs-words.ts'

/** A text as it is sent, letter by letter. */
export const code = (text: string) => html`<pre tabindex="0"><code>${text}</code></pre>`

export const json = (value: unknown) => code(JSON.stringify(value, null, 2))

/** Names with their values below them. */
export const facts = (rows: readonly (readonly [string, string])[]) =>
  html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${code(value)}</dd>`,
    )}
  </dl>`

/** A body, or each of its variants: its fields and an example. */
export function body(title: string, schema: Schema | undefined, words: DocsWords) {
  if (!schema) return ''
  const variants = schema.oneOf ?? schema.anyOf ?? [schema]
  return variants.map((variant) => {
    const fields = fieldsOf(variant, words)
    const heading = variants.length > 1 ? `${title} – ${words.variant}` : title
    return html`<h4>${heading}</h4>
      ${fields.length > 0 ? fieldTable(fields, words) : ''} ${json(exampleOf(variant))}`
  })
}
