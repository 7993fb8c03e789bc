import { isEmail, normaliseEmail } from '../../contract/email.ts'
import { isMemberNo } from '../../contract/ids.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'

/** A nickname as it is searched: width and case made equal, so that Ｅcho and echo are the same. */
export const nicknameKey = (nickname: string): string =>
  nickname.normalize('NFKC').toLowerCase().trim()

/** A real name as it is looked up: 王 小明 and 王小明 are the same. */
export const realNameKey = (realName: string): string =>
  realName
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s·.]/g, '')

/**
 * The pairs of neighbouring characters of a text, each once: 夏夏的 → 夏夏, 夏的. Chinese words are two
 * characters long, so a word in the middle of a nickname is found by its pairs.
 */
export function pairsOf(key: string): string[] {
  const letters = [...key]
  return [...new Set(letters.slice(1).map((letter, i) => `${letters[i] ?? ''}${letter}`))]
}

/** `1990-03-18` → `03-18`. */
export const monthDayOf = (birthday: string): string => birthday.slice(5)

/** What a keyword of the search field can stand for, by its shape. */
export type Keyword =
  | { readonly kind: 'none' }
  | { readonly kind: 'mobile'; readonly mobile: string }
  | { readonly kind: 'last4'; readonly digits: string }
  | { readonly kind: 'memberNo'; readonly memberNo: string }
  | { readonly kind: 'uid'; readonly uid: string }
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'name'; readonly nicknameKey: string; readonly realNameKey: string }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads a keyword: whole mobile, last four, member number, uid, e-mail, else a name. */
export function readKeyword(text: string): Keyword {
  const keyword = text.trim()
  if (keyword === '') return { kind: 'none' }
  const mobile = normaliseMobile(keyword)
  if (isMobile(mobile)) return { kind: 'mobile', mobile }
  if (/^\d{4}$/.test(keyword)) return { kind: 'last4', digits: keyword }
  if (isMemberNo(keyword)) return { kind: 'memberNo', memberNo: keyword }
  if (UUID.test(keyword)) return { kind: 'uid', uid: keyword.toLowerCase() }
  const email = normaliseEmail(keyword)
  if (isEmail(email)) return { kind: 'email', email }
  return { kind: 'name', nicknameKey: nicknameKey(keyword), realNameKey: realNameKey(keyword) }
}
