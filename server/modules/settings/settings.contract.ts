import { z } from 'zod'
import { isPlainText } from '../../contract/text.ts'

const LEVEL_THRESHOLD_MAX = 2_000_000_000
const POINTS_MAX = 1_000_000

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    // The constructor says by throwing that it knows no such zone.
    return false
  }
}

/** IANA name, such as `Asia/Shanghai`. Days of the business begin by it. */
export const timeZone = z.string().max(64).refine(isTimeZone)

export const company = z.object({
  name: z.string().trim().min(1).max(32).refine(isPlainText),
  timeZone,
})
export type Company = z.infer<typeof company>

const points = z.int().min(0).max(POINTS_MAX)

/**
 * What a new shop starts with; each part is taken over by the module that it concerns and edited there.
 * Growth is the value from which a level is reached; money is fen, points are points.
 */
export const presets = z.object({
  levels: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(16).refine(isPlainText),
        growth: z.int().min(0).max(LEVEL_THRESHOLD_MAX),
      }),
    )
    .min(1)
    .max(10)
    .refine(
      (levels) => levels.every(({ growth }, i) => i === 0 || growth > (levels[i - 1]?.growth ?? 0)),
      {
        message: 'NOT_RISING',
      },
    ),
  /** Points for one yuan spent. */
  pointsPerYuan: points,
  checkInPoints: points,
  profilePoints: points,
  /** How many points are worth one yuan. */
  pointsForOneYuan: z.int().min(1).max(POINTS_MAX),
  isWednesdayDouble: z.boolean(),
})
export type Presets = z.infer<typeof presets>

/** Source: the design's list of presets. Names are data of the shop, so they are Chinese. */
export const DEFAULT_PRESETS: Presets = {
  levels: [
    { name: '普通', growth: 0 },
    { name: '白银', growth: 1_000 },
    { name: '黄金', growth: 5_000 },
    { name: '钻石', growth: 20_000 },
  ],
  pointsPerYuan: 10,
  checkInPoints: 5,
  profilePoints: 100,
  pointsForOneYuan: 100,
  isWednesdayDouble: false,
}

/** In which language members are written to. */
export const messages = z.object({ language: z.enum(['zh', 'en']) })
export type Messages = z.infer<typeof messages>
export const DEFAULT_MESSAGES: Messages = { language: 'zh' }

export const settings = z.object({ company: company.nullable(), presets })
export type Settings = z.infer<typeof settings>
