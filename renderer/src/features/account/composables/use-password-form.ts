import { computed, reactive, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { TRPCClientError } from '@trpc/client'
import { z } from 'zod'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'
import { useFailureText } from '../../../composables/use-failure-text.ts'
import { useSession } from '../../../composables/use-session.ts'
import { lookAtPassword } from '../../../ui/password-strength.ts'

const faultsOf = z.object({
  data: z.object({ app: z.object({ fields: z.object({ next: z.array(z.string()) }) }) }),
})

/** What the server found wrong with the new password: TOO_SHORT, HOLDS_NAME, COMMON. */
function readFaults(error: unknown): readonly string[] {
  if (!(error instanceof TRPCClientError)) return []
  return faultsOf.safeParse(error).data?.data.app.fields.next ?? []
}

/** Current and new password, twice; nothing is sent that is sure to be refused. */
export function usePasswordForm(onDone: () => void) {
  const { t } = useI18n()
  const session = useSession()
  const textOf = useFailureText()
  const fields = reactive({ current: '', next: '', again: '' })
  const errors = reactive<{ current?: string; next?: string; again?: string; form?: string }>({})
  const isBusy = ref(false)
  const isDirty = computed(() => [fields.current, fields.next, fields.again].some(Boolean))
  const judged = reactive<{ password: string; faults: readonly string[] }>({
    password: '',
    faults: [],
  })
  const names = computed(() => (session.me ? [session.me.username, session.me.displayName] : []))
  const clear = (): void =>
    void Object.assign(errors, {
      current: undefined,
      next: undefined,
      again: undefined,
      form: undefined,
    })

  function isFilledIn(): boolean {
    clear()
    const look = lookAtPassword(fields.next, names.value)
    if (!fields.current) errors.current = t('account.password.missing')
    if (!fields.next) errors.next = t('account.password.nextMissing')
    else if (fields.next === fields.current) errors.next = t('account.password.same')
    else if (!look.isLongEnough || !look.isFreeOfNames) errors.next = t('account.password.weak')
    if (fields.next && fields.again !== fields.next) errors.again = t('account.password.differs')
    return !errors.current && !errors.next && !errors.again
  }

  function take(error: unknown): void {
    const failure = toFailure(error, Date.now())
    if (failure.code === 'WRONG_CREDENTIALS') errors.current = t('account.password.wrong')
    else if (failure.code === 'PASSWORD_WEAK') {
      errors.next = t('account.password.weak')
      Object.assign(judged, { password: fields.next, faults: readFaults(error) })
    } else errors.form = textOf(failure)
  }

  /** @returns the name of the field that is wrong, to bring the reader there */
  async function submit(): Promise<'current' | 'next' | 'again' | undefined> {
    if (isBusy.value) return undefined
    if (isFilledIn()) {
      isBusy.value = true
      try {
        await api.session.changePassword.mutate({ current: fields.current, next: fields.next })
        Object.assign(fields, { current: '', next: '', again: '' })
        onDone()
      } catch (error) {
        take(error)
      } finally {
        isBusy.value = false
      }
    }
    return (['current', 'next', 'again'] as const).find((name) => errors[name])
  }

  return { fields, errors, isBusy, isDirty, judged, names, submit }
}
