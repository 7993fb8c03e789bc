import { ElMessage } from 'element-plus'
import { h, type VNodeChild } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter, type RouteLocationRaw } from 'vue-router'
import { failureText, toFailure } from '../api/failure.ts'
import { usePreferences } from './use-preferences.ts'

const SHOWN_MS = 4_000
/** What went wrong has to be read, and perhaps copied. */
const FAILURE_SHOWN_MS = 12_000
const BELOW_TITLE_BAR_PX = 52

interface ToastLink {
  readonly label: string
  readonly to: RouteLocationRaw
}

/** Says in passing what was done, or why a single click was refused. Read out politely. */
export function useToast() {
  const router = useRouter()
  const { t } = useI18n({ useScope: 'global' })
  const preferences = usePreferences()

  function show(type: 'success' | 'error', content: VNodeChild[], durationMs: number): void {
    ElMessage({
      type,
      message: h('span', { class: 'md-toast__text' }, content),
      customClass: 'md-toast',
      duration: durationMs,
      offset: BELOW_TITLE_BAR_PX,
      showClose: type === 'error',
      grouping: false,
    })
  }

  /** What has just been done, with the place where more can be seen. */
  function done(text: string, link?: ToastLink): void {
    const place =
      link &&
      h(
        'a',
        {
          href: router.resolve(link.to).href,
          onClick: (event: MouseEvent) => {
            event.preventDefault()
            void router.push(link.to)
          },
        },
        link.label,
      )
    show('success', place ? [text, place] : [text], SHOWN_MS)
  }

  /** Why it was not done, with the code and request that support asks for. */
  function failed(error: unknown): void {
    const failure = toFailure(error, Date.now())
    const text = failureText(failure, preferences.language, (key, params) => t(key, params))
    const facts = [failure.code, failure.requestId].filter(Boolean).join(' · ')
    show('error', [text, h('small', { class: 'md-mono' }, facts)], FAILURE_SHOWN_MS)
  }

  return { done, failed }
}
