import { useI18n } from 'vue-i18n'
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
    const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = address
    link.download = t(`imports.template.file.${kind}`)
    link.click()
    // The download has its own hold on the bytes once it has begun.
    setTimeout(() => {
      URL.revokeObjectURL(address)
    }, 10_000)
  }
}
