import { scope } from '../../../../server/contract/permissions.ts'
import {
  GENDERS,
  MEMBER_PERSONAL_FIELDS,
  REGISTER_CHANNELS,
} from '../../../../server/modules/members/members.contract.ts'
import {
  ORDER_EXPORT_ROWS,
  ORDER_STATUSES,
} from '../../../../server/modules/orders/orders.contract.ts'
import { LANGUAGES } from '../../i18n/language.ts'
import { formatCount } from '../../ui/format.ts'
import type { AuditValue } from './audit-diff.ts'

/** Values that are words of the program, by the field that they stand in. */
const KNOWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  status: ['active', 'disabled', 'closed', 'waiting', 'dead', 'discarded', ...ORDER_STATUSES],
  language: LANGUAGES,
  field: MEMBER_PERSONAL_FIELDS,
  gender: GENDERS,
  registerChannel: REGISTER_CHANNELS,
  ended: ['early'],
  rowsOf: ORDER_EXPORT_ROWS,
}
/** Fields that hold the id of a store. */
const STORE_FIELDS: readonly string[] = ['homeStoreId', 'registerStoreId', 'storeId']
const isScope = (text: string): boolean => scope.safeParse(text).success

/** Where the names come from that stand for values. */
export interface ValueNames {
  readonly t: (key: string) => string
  readonly roleName: (role: { code: string; name: string }) => string
  readonly rightName: (right: string) => string
  readonly storeName: (id: number) => string
  readonly regionName: (code: string) => string
}

/** Values of the log in the reader's words. What is not known is shown as it was written. */
export function makeValueText({ t, ...names }: ValueNames) {
  function scalarText(field: string, text: string): string {
    if (text === '') return t('audit.none')
    if (KNOWN_VALUES[field]?.includes(text)) return t(`audit.values.${field}.${text}`)
    if (field === 'roles') return names.roleName({ code: text, name: text })
    if (field === 'permissions') return names.rightName(text)
    if (field === 'regionCode') return names.regionName(text)
    return field === 'scope' && isScope(text) ? t(`roles.scopes.${text}`) : text
  }
  const numberText = (field: string, value: number): string =>
    STORE_FIELDS.includes(field) ? names.storeName(value) : formatCount(value)

  /** One value of a field; a list reads as its items. */
  return function valueText(path: string, value: AuditValue | undefined): string {
    const field = path.split('.').at(-1) ?? path
    if (value === undefined || value === null) return t('audit.none')
    if (typeof value === 'string') return scalarText(field, value)
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
    if (typeof value === 'number') return numberText(field, value)
    const items = Array.isArray(value) ? value : Object.values(value)
    if (items.length === 0) return t('audit.none')
    const separator = Array.isArray(value) ? t('ui.listSeparator') : ' '
    return items.map((item) => valueText(path, item)).join(separator)
  }
}
