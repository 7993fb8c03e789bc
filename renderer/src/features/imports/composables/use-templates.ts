import { useI18n } from 'vue-i18n'
import type {
  ImportKind,
  TemplateFormat,
} from '../../../../../server/modules/imports/imports.contract.ts'

/** Hands out templates in the reader's language. */
export function useTemplates() {
  const { locale } = useI18n()
  const addressOf = (kind: ImportKind, format: TemplateFormat): string =>
    `/files/import-templates?${new URLSearchParams({ kind, format, language: locale.value }).toString()}`
  /** For what is no link: a menu. */
  function download(kind: ImportKind, format: TemplateFormat): void {
    const link = document.createElement('a')
    link.href = addressOf(kind, format)
    link.download = ''
    link.click()
  }
  return { addressOf, download }
}
