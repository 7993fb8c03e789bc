import { extname } from 'node:path'

/** Files keep the encoding they were handed over in, so none is named. */
const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** RFC 5987, which allows fewer signs than `encodeURIComponent` leaves. */
const encodeName = (name: string): string =>
  encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/**
 * Headers of a file that is to be kept.
 * @param plain its name in ASCII, for programs that do not know the other notation (RFC 6266)
 * @param shown its name in any letters
 */
export function attachment(plain: string, shown?: string) {
  const named = shown === undefined ? '' : `; filename*=UTF-8''${encodeName(shown)}`
  return {
    'Content-Type': TYPES[extname(plain)] ?? 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${plain}"${named}`,
  }
}
