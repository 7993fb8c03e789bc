import { html, raw } from 'hono/html'
import { ERRORS, errorText, type ErrorCode, type Language } from '../../contract/errors.ts'
import { ORDER_EVENT_ERRORS } from '../../contract/error-tables/order-events.ts'
import { PARTNER_ERRORS } from '../../contract/error-tables/partners.ts'
import { POINT_ERRORS } from '../../contract/error-tables/points.ts'
import { inLanguage } from './docs-chinese.ts'
import { fieldTable, parameterFields } from './docs-fields.ts'
import {
  endpointsOf,
  messagesOf,
  schemaOf,
  type ApiDocument,
  type Endpoint,
  type Operation,
} from './docs-model.ts'
import { body, code, facts, json } from './docs-parts.ts'
import { workedExample } from './docs-signature.ts'
import { DOCS_STYLE } from './docs-style.ts'
import { DOCS_WORDS, type DocsWords } from './docs-words.ts'
import { webhooksPart } from './docs-webhooks.ts'
import { OPEN_API_PATH } from './problems.ts'

/** Codes that any request can meet. */
const COMMON: readonly ErrorCode[] = [
  'INVALID_INPUT',
  'NOT_FOUND',
  'NO_SUCH_MEMBER',
  'STORE_UNKNOWN',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'DATABASE_BUSY',
  'DATABASE_LOST',
  'DISK_FULL',
  'SHUTTING_DOWN',
  'TIMEOUT',
  'INTERNAL',
]
const CODES: readonly ErrorCode[] = [
  ...new Set([
    // Keys of these tables are codes: they are put together into the one table.
    ...(Object.keys(PARTNER_ERRORS) as ErrorCode[]),
    ...COMMON,
    ...(Object.keys(POINT_ERRORS) as ErrorCode[]),
    ...(Object.keys(ORDER_EVENT_ERRORS) as ErrorCode[]),
  ]),
]

function signing(words: DocsWords) {
  const { keyId, secret, method, path, timestamp, nonce, body, bodyHash, text, signature } =
    workedExample()
  const { parts } = words
  const rows = [
    ['X-Key-Id', keyId],
    [parts.secret, secret],
    ['X-Timestamp', timestamp],
    ['X-Nonce', nonce],
    [parts.body, body],
    [parts.hash, bodyHash],
    [parts.text, text],
    [parts.signature, signature],
  ] as const
  const request = [
    `${method} ${path}`,
    'Content-Type: application/json',
    `X-Key-Id: ${keyId}`,
    `X-Timestamp: ${timestamp}`,
    `X-Nonce: ${nonce}`,
    `X-Signature: ${signature}`,
    '',
    body,
  ]
  return html`<h2 id="signing">${words.signing}</h2>
    <ol>
      ${words.recipe.map((step) => html`<li>${step}</li>`)}
    </ol>
    <h3>${words.example}</h3>
    ${facts(rows)} ${code(request.join('\n'))}`
}

function route({ method, path, operation }: Endpoint, language: Language) {
  const words = DOCS_WORDS[language]
  const say = (text: string) => inLanguage(text, language)
  const parameters = parameterFields(operation.parameters ?? [], words, say)
  const scope = /`([^`]+)`/.exec(operation.description ?? '')?.[1]
  const answers = Object.entries(operation.responses).filter(([, answer]) => schemaOf(answer))
  const [, first] = answers[0] ?? []
  return html`<section class="route" id="${operation.operationId}">
    <h3>${say(operation.summary)}</h3>
    <p><span class="method">${method.toUpperCase()}</span><code>${OPEN_API_PATH}${path}</code></p>
    ${scope === undefined ? '' : html`<p>${words.scope}: <code>${scope}</code></p>`}
    ${
      parameters.length > 0
        ? html`<h4>${words.parameters}</h4>
            ${fieldTable(parameters, words)}`
        : ''
    }
    ${body(words.request, schemaOf(operation.requestBody), words)}
    ${body(`${words.answer} ${answers.map(([status]) => status).join(', ')}`, schemaOf(first), words)}
  </section>`
}

function errors(language: Language) {
  const words = DOCS_WORDS[language]
  const code: ErrorCode = 'SCOPE_MISSING'
  const problem = {
    type: `urn:member-desk:problem:${code}`,
    title: ERRORS[code].text[language].replace('{scope}', '…'),
    status: ERRORS[code].http,
    detail: errorText(code, language, { scope: 'points.write' }),
    ...{ code, requestId: '5f0f6c1e-9a39-4b53-8b1d-0c6a3a0e7d55' },
  }
  return html`<h2 id="errors">${words.errors}</h2>
    <p>${words.errorsLead}</p>
    ${json(problem)}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.code}</th>
            <th scope="col">HTTP</th>
            <th scope="col">${words.meaning}</th>
          </tr>
        </thead>
        <tbody>
          ${CODES.map(
            (code) =>
              html`<tr>
                <td><code>${code}</code></td>
                <td>${ERRORS[code].http}</td>
                <td>${ERRORS[code].text[language]}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
}

function byTag(document: ApiDocument): Map<string, Endpoint[]> {
  const groups = new Map<string, Endpoint[]>()
  for (const endpoint of endpointsOf(document)) {
    const [tag = ''] = endpoint.operation.tags
    groups.set(tag, [...(groups.get(tag) ?? []), endpoint])
  }
  return groups
}

function contents(document: ApiDocument, language: Language) {
  const words = DOCS_WORDS[language]
  const link = ({ operationId, summary }: Operation) =>
    html`<a href="#${operationId}">${inLanguage(summary, language)}</a>`
  return html`<nav aria-label="${words.contents}">
    <a href="#basics">${words.basics}</a>
    <a href="#signing">${words.signing}</a>
    ${[...byTag(document)].map(
      ([tag, endpoints]) =>
        html`<h2>${inLanguage(tag, language)}</h2>
          ${endpoints.map(({ operation }) => link(operation))}`,
    )}
    <h2>${inLanguage('Webhooks', language)}</h2>
    <a href="#webhooks">${words.webhooks.verifying}</a>
    ${messagesOf(document).map(link)}
    <h2>${words.errors}</h2>
    <a href="#errors">${words.errors}</a>
  </nav>`
}

/** The document for people: no script, nothing from elsewhere. */
export function docsPage(document: ApiDocument, language: Language) {
  const words = DOCS_WORDS[language]
  const other = language === 'zh' ? 'en' : 'zh'
  return html`<!doctype html>
    <html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title}</title>
        <style>
          ${raw(DOCS_STYLE)}
        </style>
      </head>
      <body>
        <div class="page">
          ${contents(document, language)}
          <main>
            <h1>${words.title}</h1>
            <p class="lead">${words.lead}</p>
            <p>
              <a href="/openapi.json">${words.document}</a> · ${document.info.version} ·
              <a href="/docs?lang=${other}" hreflang="${other}">${words.other}</a>
            </p>
            <h2 id="basics">${words.basics}</h2>
            <ul>
              ${words.rules.map((rule) => html`<li>${rule}</li>`)}
            </ul>
            ${signing(words)}
            ${[...byTag(document)].map(
              ([tag, endpoints]) =>
                html`<h2>${inLanguage(tag, language)}</h2>
                  ${endpoints.map((endpoint) => route(endpoint, language))}`,
            )}
            ${webhooksPart(document, language)} ${errors(language)}
          </main>
        </div>
      </body>
    </html>`
}
