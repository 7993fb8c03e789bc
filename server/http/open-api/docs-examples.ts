import { endpointsOf, JSON_TYPE, messagesOf, type ApiDocument, type Schema } from './docs-model.ts'

const UID = '0192f0c1-3b7a-7c11-9f6e-2f3a5f0d9b11'

/** What a field may hold, by its name, where its type alone would make a poor example. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  memberNo: '612345678903',
  externalId: 'wx-10086',
  cardNo: 'C-0001',
  mobile: '138****6207',
  nickname: '夏夏',
  orderNo: 'M20260318001',
  refundNo: 'R20260318001',
  businessId: 'share-2026-03-18',
  text: '分享活动',
  source: 'mall',
  storeId: null,
  channel: 'backOffice',
  status: 'active',
  business: 'activity',
  kind: 'earn',
  keyId: 'mk_4Vn0pQ2xT7aL',
  name: '商城',
  store: 'HZ-01',
  sku: 'TEA-500',
  category: 'tea',
  nextCursor: null,
  quantity: 1,
  lineNo: 1,
  points: 100,
  used: 100,
  amountFen: 5_000,
  paidFen: 4_900,
  refundFen: 4_900,
}

const kindOf = ({ type }: Schema): string | undefined =>
  typeof type === 'string' ? type : type?.find((one) => one !== 'null')

function objectExample({ properties = {}, required = [] }: Schema): Record<string, unknown> {
  const names = Object.keys(properties)
  // Of an object that needs nothing, one field will do.
  const shown =
    required.length > 0 ? names.filter((name) => required.includes(name)) : names.slice(0, 1)
  return Object.fromEntries(shown.map((name) => [name, exampleOf(properties[name] ?? {}, name)]))
}

function textExample({ format }: Schema): string {
  if (format === 'uuid') return UID
  if (format === 'date-time') return '2026-03-18T06:26:00.000Z'
  return format === 'date' ? '2026-03-18' : 'text'
}

/** A value that a schema lets pass. @param name of the field that it is of */
export function exampleOf(schema: Schema, name = ''): unknown {
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [variant] = schema.oneOf ?? schema.anyOf ?? []
  if (variant) return exampleOf(variant, name)
  const kind = kindOf(schema)
  if (kind === 'object') return objectExample(schema)
  if (kind === 'array') return schema.items ? [exampleOf(schema.items)] : []
  if (name in BY_NAME) return BY_NAME[name]
  if (/(At|On)$/.test(name) && kind === 'string')
    return textExample({ format: schema.format ?? 'date-time' })
  if (kind === 'integer' || kind === 'number') return schema.minimum ?? 0
  if (kind === 'boolean') return schema.default ?? false
  return kind === 'string' ? textExample(schema) : null
}

/** The document with an example of each body that is sent or answered. */
export function withExamples<D extends ApiDocument>(document: D): D {
  const routes = endpointsOf(document).map(({ operation }) => operation)
  for (const operation of [...routes, ...messagesOf(document)]) {
    for (const part of [operation.requestBody, ...Object.values(operation.responses)]) {
      const media = part?.content?.[JSON_TYPE]
      if (media) media.example = exampleOf(media.schema)
    }
  }
  return document
}
