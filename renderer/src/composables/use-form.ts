import { computed, reactive, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { failureText, toFailure, type Failure } from '../api/failure.ts'
import { fieldOfPath, problemsOf, type FieldFault, type FieldProblem } from './form-issues.ts'
import { usePreferences } from './use-preferences.ts'
import type { z } from 'zod'
import type { ErrorCode } from '../../../server/contract/errors.ts'

type Values = Record<string, unknown>
type PerField<V, T> = Readonly<Partial<Record<keyof V & string, T>>>

interface FormOptions<V extends Values, Output> {
  readonly initial: V
  /** The schema of the procedure's input, or of the part that is filled in here. */
  readonly schema: MaybeRefOrGetter<z.ZodType<Output>>
  /** Sends what was filled in. What it throws is shown at its field, or above the buttons. */
  readonly submit: (input: Output) => Promise<void>
  /** Keys of sentences that say more than the general one, by field and fault. */
  readonly sentences?: PerField<V, Readonly<Partial<Record<FieldFault, string>>>>
  /** The field that a refusal is about, where the code alone tells. */
  readonly fieldOf?: MaybeRefOrGetter<Readonly<Partial<Record<ErrorCode, keyof V & string>>>>
}

/** What a dialog needs to know of the form in it. */
export interface FormModel {
  readonly isDirty: boolean
  readonly isBusy: boolean
  readonly failure: Failure | undefined
  submit(): Promise<boolean>
}

/** The sentence for a problem of a field, and for a refusal of the server. */
function useSentences<V extends Values>(options: Pick<FormOptions<V, unknown>, 'sentences'>) {
  const { t } = useI18n({ useScope: 'global' })
  const preferences = usePreferences()
  const textOf = (failure: Failure): string =>
    failureText(failure, preferences.language, (key, params) => t(key, params))

  function sentence(field: string, { fault, limit }: FieldProblem): string {
    const own = options.sentences?.[field]?.[fault]
    return own ? t(own, { limit }) : t(`ui.form.${fault}`, { limit }, limit)
  }
  return { sentence, textOf }
}

/** The fields that a refusal is about: by its code, else those that it names. */
function blamedFields(
  failure: Failure,
  fields: readonly string[],
  byCode: Readonly<Partial<Record<string, string>>>,
): readonly string[] {
  const field = byCode[failure.code]
  if (field !== undefined) return [field]
  return Object.keys(failure.fields ?? {}).flatMap((path) => fieldOfPath(path, fields) ?? [])
}

const asText = (values: Values): string => JSON.stringify(values)
// Values of a form are JSON, and a copy of what a query keeps must not be tied to it.
const copyOf = <V extends Values>(values: V): V => JSON.parse(asText(values)) as V

/**
 * One form: values, a sentence for each field that is wrong, and the way to send it. A field is checked
 * when it is left, all of them when the form is sent, and one that was wrong with every change to it.
 */
export function useForm<V extends Values, Output>(options: FormOptions<V, Output>) {
  const { sentence, textOf } = useSentences(options)
  // JSON holds no refs, so there is nothing that `reactive` would unwrap.
  const values = reactive(copyOf(options.initial)) as V
  const fields = Object.keys(options.initial) as (keyof V & string)[]
  const saved = ref(asText(options.initial))
  const problems = ref<Record<string, FieldProblem | undefined>>({})
  /** What the server said of a field; it holds until the field changes. */
  const refused = ref<Record<string, string | undefined>>({})
  const failure = shallowRef<Failure>()
  const isBusy = ref(false)

  const found = () => {
    const { error } = toValue(options.schema).safeParse(values)
    return error ? problemsOf(error, values) : new Map<string, FieldProblem>()
  }

  /** Checks one field, when it is left. One that was never filled in is left alone until then. */
  const check = (field: keyof V & string): void =>
    void (problems.value = { ...problems.value, [field]: found().get(field) })

  for (const field of fields) {
    watch(
      () => JSON.stringify(values[field]),
      () => {
        refused.value = { ...refused.value, [field]: undefined }
        if (problems.value[field]) check(field)
      },
    )
  }

  function showFailure(caught: Failure): void {
    const blamed = blamedFields(caught, fields, toValue(options.fieldOf) ?? {})
    if (blamed.length === 0) {
      failure.value = caught
      return
    }
    const text = textOf(caught)
    for (const field of blamed) refused.value = { ...refused.value, [field]: text }
  }

  /** Sends the form. @returns whether it was accepted; if not, the reasons are shown */
  async function submit(): Promise<boolean> {
    if (isBusy.value) return false
    failure.value = undefined
    const parsed = toValue(options.schema).safeParse(values)
    problems.value = parsed.success ? {} : Object.fromEntries(problemsOf(parsed.error, values))
    if (!parsed.success) return false
    isBusy.value = true
    try {
      await options.submit(parsed.data)
      saved.value = asText(values)
      return true
    } catch (error) {
      showFailure(toFailure(error, Date.now()))
      return false
    } finally {
      isBusy.value = false
    }
  }

  /** Back to what it was, or to other values. */
  function reset(next: V = options.initial): void {
    Object.assign(values, copyOf(next))
    saved.value = asText(next)
    problems.value = {}
    refused.value = {}
    failure.value = undefined
  }

  const errors = computed(() => {
    const shown: Partial<Record<keyof V & string, string>> = {}
    for (const field of fields) {
      const problem = problems.value[field]
      const text = refused.value[field] ?? (problem && sentence(field, problem))
      if (text !== undefined) shown[field] = text
    }
    return shown
  })
  const isDirty = computed(() => asText(values) !== saved.value)

  return reactive({ values, errors, failure, isDirty, isBusy, check, submit, reset })
}
