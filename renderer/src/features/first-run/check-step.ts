import { z } from 'zod'
import { company, presets } from '../../../../server/modules/settings/settings.contract.ts'
import {
  displayName,
  firstRunInput,
  username,
  type FirstRunInput,
} from '../../../../server/modules/staff/staff.contract.ts'
import { createStoreInput } from '../../../../server/modules/stores/stores.contract.ts'
import { lookAtPassword } from '../../ui/password-strength.ts'
import type { FirstRunDraft, Step } from './first-run-draft.ts'

/** What is wrong, by field: the codes are the last part of the sentences' keys. */
export type StepErrors = Readonly<Record<string, string>>

const presetsOf = ({ levels, numbers }: FirstRunDraft) => ({
  ...numbers,
  levels: levels.map(({ name, growth }) => ({ name, growth })),
})

/** The first fault of each field; a fault of the whole list counts for the list. */
function faultsOf(schema: z.ZodType, value: unknown, prefix = ''): Record<string, string> {
  const { error } = schema.safeParse(value)
  const faults: Record<string, string> = {}
  for (const { path, message } of error?.issues ?? []) {
    const field = prefix + path.join('.')
    faults[field] ??= message === 'NOT_RISING' ? 'levelsNotRising' : codeOf(field)
  }
  return faults
}

/** `store.code` -> `storeCode`, `levels.2.growth` -> `levelGrowth`. */
function codeOf(field: string): string {
  const level = /^levels\.\d+\.(\w+)$/.exec(field)?.[1]
  const words = level === undefined ? field.split('.') : ['level', level]
  return words.map((word, n) => (n ? word.charAt(0).toUpperCase() + word.slice(1) : word)).join('')
}

function administratorFaults(draft: FirstRunDraft, needsToken: boolean): StepErrors {
  const { password, again, token, ...names } = draft.administrator
  const look = lookAtPassword(password, [names.username, names.displayName])
  return {
    ...(needsToken && !token.trim() ? { token: 'token' } : {}),
    ...faultsOf(z.object({ username, displayName }), names),
    ...(look.isLongEnough && look.isFreeOfNames ? {} : { password: 'password' }),
    ...(password === again ? {} : { again: 'again' }),
  }
}

/** What keeps a step from being left, by field; empty where nothing does. */
export function checkStep(step: Step, draft: FirstRunDraft, needsToken: boolean): StepErrors {
  switch (step) {
    case 'administrator':
      return administratorFaults(draft, needsToken)
    case 'company':
      return {
        ...faultsOf(company, draft.company, 'company.'),
        ...faultsOf(createStoreInput, draft.store, 'store.'),
      }
    case 'presets':
      return faultsOf(presets, presetsOf(draft))
    case 'home':
    case 'done':
      return {}
  }
}

/** Everything as the server takes it. @throws ZodError where a step was not checked */
export function toInput(draft: FirstRunDraft): FirstRunInput {
  const { username, displayName, password, token } = draft.administrator
  return firstRunInput.parse({
    ...(token.trim() ? { token: token.trim() } : {}),
    username,
    displayName,
    password,
    company: draft.company,
    store: draft.store,
    presets: presetsOf(draft),
  })
}

/** The step that a field of the server's refusal belongs to. */
export function stepOf(field: string): Step {
  if (field.startsWith('company') || field.startsWith('store')) return 'company'
  return field.startsWith('presets') ? 'presets' : 'administrator'
}
