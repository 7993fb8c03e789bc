import type { ApiScope } from '../../../../server/modules/api-keys/api-keys.contract.ts'

/** Key of the sentence that names or explains a scope: `apiKeys.scopes.points.read.name`. */
export function scopeKey(scope: ApiScope, part: 'name' | 'text'): string {
  const [module = '', verb = ''] = scope.split('.')
  return `apiKeys.scopes.${module}.${verb}.${part}`
}
