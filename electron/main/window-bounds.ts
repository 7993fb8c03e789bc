import { z } from 'zod'
import { LANGUAGES, THEMES } from '../ipc-contract.ts'

export const WIDTH_MIN = 1024
export const HEIGHT_MIN = 700
const WIDTH = 1440
const HEIGHT = 900
/** So much of the title bar has to be on a screen that the window can be taken hold of. */
const GRIP_WIDTH = 120
const GRIP_HEIGHT = 32

export const rectangle = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1).max(100_000),
  height: z.int().min(1).max(100_000),
})
export type Rectangle = z.infer<typeof rectangle>

/** How the window was left. */
export const windowState = z.object({
  bounds: rectangle.optional(),
  isMaximized: z.boolean().default(false),
  theme: z.enum(THEMES).default('system'),
  /** The page's; absent until it has told it. */
  language: z.enum(LANGUAGES).optional(),
})
export type WindowState = z.infer<typeof windowState>

export const DEFAULT_STATE: WindowState = { isMaximized: false, theme: 'system' }

/** State out of a file's text; the defaults for anything unreadable, since nothing of worth is lost. */
export function parseWindowState(text: string | undefined): WindowState {
  if (text === undefined) return DEFAULT_STATE
  try {
    return windowState.parse(JSON.parse(text))
  } catch {
    // The file only holds where the window was; the next move of the window writes a good one.
    return DEFAULT_STATE
  }
}

const overlap = (startA: number, lengthA: number, startB: number, lengthB: number) =>
  Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB)

/** Can the title bar be grabbed on this work area? */
function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  return (
    overlap(bounds.x, bounds.width, area.x, area.width) >= GRIP_WIDTH &&
    overlap(bounds.y, GRIP_HEIGHT, area.y, area.height) >= GRIP_HEIGHT
  )
}

export type WindowPlace = Pick<Rectangle, 'width' | 'height'> & Partial<Rectangle>

/**
 * Where to put the window: as it was left if its title bar is still on a screen, else centred (no x and
 * y). Never larger than the screen and, where the screen allows, never smaller than the minimum.
 * `areas` are the screens' work areas, the primary one first.
 */
export function restoreBounds(
  saved: Rectangle | undefined,
  areas: readonly [Rectangle, ...Rectangle[]],
): WindowPlace {
  const area = saved && areas.find((candidate) => isReachable(saved, candidate))
  const { width, height } = area ?? areas[0]
  const size = {
    width: Math.min(Math.max(saved?.width ?? WIDTH, WIDTH_MIN), width),
    height: Math.min(Math.max(saved?.height ?? HEIGHT, HEIGHT_MIN), height),
  }
  return saved && area ? { x: saved.x, y: saved.y, ...size } : size
}
