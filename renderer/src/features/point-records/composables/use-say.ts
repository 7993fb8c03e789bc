import { useI18n } from 'vue-i18n'
import type { Say } from '../why/say.ts'

/** The sentences of "Why?" in the reader's language, which can change while they are read. */
export function useSay(): Say {
  const { t } = useI18n({ useScope: 'global' })
  const say = (key: string, params: Record<string, string | number> = {}, count?: number) => {
    const name = `pointRecords.why.${key}`
    return count === undefined ? t(name, params) : t(name, params, count)
  }
  return Object.assign(say, {
    business: (name: string) => t(`pointRecords.business.${name}`),
  })
}
