import { useI18n } from 'vue-i18n'
import { saveFile } from '../../../ui/save-file.ts'
import { templateOf } from '../template.ts'
import type { ImportKind } from '../../../../../server/modules/imports/imports.contract.ts'

/** Hands out a template in the reader's language. */
export function useTemplates(): (kind: ImportKind) => void {
  const { t, te } = useI18n()
  return (kind) => {
    const text = templateOf(kind, {
      labelOf: (field) => t(`imports.fields.${field}`),
      exampleOf: (field) => {
        const key = `imports.template.examples.${field}`
        return te(key) ? t(key) : undefined
      },
    })
    saveFile(t(`imports.template.file.${kind}`), text, 'text/csv;charset=utf-8')
  }
}
