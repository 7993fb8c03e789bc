import { z } from 'zod'
import { pageInput } from '../../../../server/contract/pagination.ts'
import type { ApiKeyRow } from '../../../../server/modules/api-keys/api-keys.contract.ts'

export const API_KEY_STATES = ['live', 'revoked'] as const
export type ApiKeyState = (typeof API_KEY_STATES)[number]

/** What the list of keys is asked; the server sends them all, and the page picks. */
export const listApiKeysInput = pageInput.extend({
  keyword: z.string().trim().max(64).default(''),
  state: z.enum(API_KEY_STATES).optional(),
  sort: z.enum(['name', 'lastUsedAt', 'createdAt']).default('createdAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListApiKeysInput = z.infer<typeof listApiKeysInput>

export const stateOf = ({ revokedAt }: ApiKeyRow): ApiKeyState =>
  revokedAt === null ? 'live' : 'revoked'

const byText = new Intl.Collator('zh-CN', { numeric: true })

function compare(one: ApiKeyRow, other: ApiKeyRow, sort: ListApiKeysInput['sort']): number {
  switch (sort) {
    case 'name':
      return byText.compare(one.name, other.name) || one.id - other.id
    case 'lastUsedAt':
    case 'createdAt':
      return (one[sort] ?? 0) - (other[sort] ?? 0) || one.id - other.id
  }
}

/** The page of keys that is asked for: found by any part of name, id or source, whatever its case. */
export function pickApiKeys(keys: readonly ApiKeyRow[], input: ListApiKeysInput) {
  const wanted = input.keyword.toLowerCase()
  const direction = input.order === 'asc' ? 1 : -1
  const found = keys
    .filter((key) => !input.state || stateOf(key) === input.state)
    .filter(({ name, keyId, source }) =>
      `${name}\n${keyId}\n${source ?? ''}`.toLowerCase().includes(wanted),
    )
    .sort((one, other) => compare(one, other, input.sort) * direction)
  const first = (input.pageNo - 1) * input.pageSize
  return { list: found.slice(first, first + input.pageSize), total: found.length }
}
