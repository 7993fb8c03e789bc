import { html } from 'hono/html'
import type { Language } from '../../contract/errors.ts'
import { exampleMessage, webhookTerms } from '../../modules/webhooks/webhooks.service.ts'
import { inLanguage } from './docs-chinese.ts'
import { exampleOf } from './docs-examples.ts'
import { fieldTable, parameterFields } from './docs-fields.ts'
import { messagesOf, schemaOf, type ApiDocument, type Operation } from './docs-model.ts'
import { body, code, facts } from './docs-parts.ts'
import { DOCS_WORDS } from './docs-words.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

function duration(ms: number, language: Language): string {
  const units = DOCS_WORDS[language].units
  if (ms < MINUTE_MS) return `${ms / SECOND_MS} ${units.seconds}`
  return ms < HOUR_MS ? `${ms / MINUTE_MS} ${units.minutes}` : `${ms / HOUR_MS} ${units.hours}`
}

/** A message as it would come, put together from what its document says. */
export function workedMessage(document: ApiDocument) {
  const [first] = messagesOf(document)
  const schema = schemaOf(first?.requestBody)
  return exampleMessage(first?.operationId ?? '', exampleOf(schema?.properties?.['data'] ?? {}))
}

function verifying(document: ApiDocument, language: Language) {
  const { webhooks, example, parts } = DOCS_WORDS[language]
  const { secret, headers, body, text } = workedMessage(document)
  const rows = [
    [parts.secret, secret],
    [parts.text, text],
    ['webhook-signature', headers['webhook-signature'] ?? ''],
  ] as const
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return html`<h3>${webhooks.verifying}</h3>
    <ol>
      ${webhooks.recipe.map((step) => html`<li>${step}</li>`)}
    </ol>
    <h3>${example}</h3>
    ${facts(rows)} ${code(['POST …', ...lines, '', body].join('\n'))}`
}

function message({ operationId, summary, requestBody }: Operation, language: Language) {
  const words = DOCS_WORDS[language]
  return html`<section class="route" id="${operationId}">
    <h3>${inLanguage(summary, language)}</h3>
    <p><span class="method">POST</span><code>${operationId}</code></p>
    ${body(words.request, schemaOf(requestBody), words)}
  </section>`
}

/** What partners are told of by themselves, how it is sent and how they know that it is from us. */
export function webhooksPart(document: ApiDocument, language: Language) {
  const words = DOCS_WORDS[language]
  const messages = messagesOf(document)
  const { timeoutSeconds, attemptsMax, delaysMs } = webhookTerms()
  const delays = delaysMs.map((ms) => duration(ms, language)).join(', ')
  const say = (text: string) => inLanguage(text, language)
  const headers = parameterFields(messages[0]?.parameters ?? [], words, say)
  const retries = words.webhooks.retries
    .replace('{seconds}', String(timeoutSeconds))
    .replace('{attempts}', String(attemptsMax))
    .replace('{delays}', delays)
  return html`<h2 id="webhooks">${say('Webhooks')}</h2>
    <ul>
      ${[...words.webhooks.rules, retries].map((rule) => html`<li>${rule}</li>`)}
    </ul>
    ${fieldTable(headers, words)} ${verifying(document, language)}
    ${messages.map((operation) => message(operation, language))}`
}
