import { isMemberNo } from '../../contract/ids.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'

/** A nickname as it is searched: width and case made equal, so that Ｅcho and echo are the same. */
export const nicknameKey = (nickname: string): string =>
  nickname.normalize('NFKC').toLowerCase().trim()

/** What a keyword of the search field can stand for, by its shape. */
export type Keyword =
  | { readonly kind: 'none' }
  | { readonly kind: 'mobile'; readonly mobile: string }
  | { readonly kind: 'last4'; readonly digits: string }
  | { readonly kind: 'memberNo'; readonly memberNo: string }
  | { readonly kind: 'uid'; readonly uid: string }
  | { readonly kind: 'nickname'; readonly nicknameKey: string }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads a keyword: whole mobile, last four, member number, uid, else the beginning of a nickname. */
export function readKeyword(text: string): Keyword {
  const keyword = text.trim()
  if (keyword === '') return { kind: 'none' }
  const mobile = normaliseMobile(keyword)
  if (isMobile(mobile)) return { kind: 'mobile', mobile }
  if (/^\d{4}$/.test(keyword)) return { kind: 'last4', digits: keyword }
  if (isMemberNo(keyword)) return { kind: 'memberNo', memberNo: keyword }
  if (UUID.test(keyword)) return { kind: 'uid', uid: keyword.toLowerCase() }
  return { kind: 'nickname', nicknameKey: nicknameKey(keyword) }
}
