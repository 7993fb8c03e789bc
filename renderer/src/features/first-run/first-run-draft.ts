import { DEFAULT_PRESETS } from '../../../../server/modules/settings/settings.contract.ts'

export const STEPS = ['home', 'administrator', 'company', 'presets', 'done'] as const
export type Step = (typeof STEPS)[number]

/** A level as it is typed; `key` tells rows apart while names are still empty. */
export interface LevelDraft {
  readonly key: number
  name: string
  growth: number | undefined
}

/** Where the shop's data is, as the desktop app asks. */
export type HomeChoice = 'embedded' | 'remote' | 'store'

/** A number is undefined while its field holds none. */
interface NumbersDraft {
  pointsPerYuan: number | undefined
  pointsForOneYuan: number | undefined
  checkInPoints: number | undefined
  profilePoints: number | undefined
  isWednesdayDouble: boolean
}

/** Everything that was typed so far. It is checked by the contract's schemas, step by step. */
export function newDraft() {
  const { levels, ...defaults } = DEFAULT_PRESETS
  const numbers: NumbersDraft = { ...defaults }
  return {
    administrator: { token: '', displayName: '', username: '', password: '', again: '' },
    company: { name: '', timeZone: 'Asia/Shanghai' },
    store: { code: 'S001', name: '' },
    levels: levels.map((level, key): LevelDraft => ({ key, ...level })),
    numbers,
  }
}
export type FirstRunDraft = ReturnType<typeof newDraft>
