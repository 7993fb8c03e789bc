import { z } from 'zod'
import type { ShellProblem } from '../ipc-contract.ts'
import { putAside, readIfPresent, writeAtomically } from './atomic-file.ts'
import { parseRemoteUrl } from './remote-url.ts'
import { sealed } from './secret-box.ts'
import { shellProblem } from './shell-problem.ts'

const remoteUrl = z.string().refine((text) => {
  const parsed = parseRemoteUrl(text)
  return parsed.ok && parsed.url === text
}, 'not a normalised https address')

/** Which server the window belongs to. `accessToken` is encrypted. */
export const homeSettings = z.discriminatedUnion('home', [
  z.strictObject({ version: z.literal(1), home: z.literal('embedded') }),
  z.strictObject({
    version: z.literal(1),
    home: z.literal('remote'),
    url: remoteUrl,
    accessToken: sealed,
  }),
])
export type HomeSettings = z.infer<typeof homeSettings>

export const DEFAULT_SETTINGS: HomeSettings = { version: 1, home: 'embedded' }

/** Settings out of a file's text; undefined when they are damaged. */
export function parseHomeSettings(text: string): HomeSettings | undefined {
  try {
    return homeSettings.parse(JSON.parse(text))
  } catch {
    // What is wrong inside doesn't matter: the caller keeps the file and tells the user.
    return undefined
  }
}

export interface LoadedSettings {
  readonly settings: HomeSettings
  /** Set when the file was damaged and put aside. */
  readonly warning?: ShellProblem
}

/** The stored connection, or this computer when none is stored or the file is damaged. */
export async function loadHomeSettings(file: string, nowMs: number): Promise<LoadedSettings> {
  const text = await readIfPresent(file)
  if (text === undefined) return { settings: DEFAULT_SETTINGS }
  const settings = parseHomeSettings(text)
  if (settings !== undefined) return { settings }
  const aside = await putAside(file, nowMs)
  return { settings: DEFAULT_SETTINGS, warning: shellProblem('SETTINGS_BROKEN', { file: aside }) }
}

/** Replaces the stored connection. Throws STORAGE_FAILED. */
export async function saveHomeSettings(file: string, settings: HomeSettings): Promise<void> {
  await writeAtomically(file, JSON.stringify(homeSettings.parse(settings), null, 2) + '\n')
}
