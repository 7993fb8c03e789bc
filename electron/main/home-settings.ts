import { z } from 'zod'
import type { ShellProblem } from '../ipc-contract.ts'
import { putAside, readIfPresent, writeAtomically } from './atomic-file.ts'
import { parseRemoteUrl } from './remote-url.ts'
import { sealed } from './secret-box.ts'
import { EMBEDDED_ADDRESS } from './server-link.ts'
import { ShellError, shellProblem } from './shell-problem.ts'

const remoteUrl = z.string().refine((text) => {
  const parsed = parseRemoteUrl(text)
  return parsed.ok && parsed.url === text
}, 'not a normalised https address')

/** Which server the window belongs to. */
export const homeSettings = z.discriminatedUnion('home', [
  z.strictObject({ version: z.literal(2), home: z.literal('embedded') }),
  z.strictObject({ version: z.literal(2), home: z.literal('remote'), url: remoteUrl }),
])
export type HomeSettings = z.infer<typeof homeSettings>

/** As written before staff had accounts: a remote server was opened by a token, which is dropped. */
const formerSettings = z
  .discriminatedUnion('home', [
    z.strictObject({ version: z.literal(1), home: z.literal('embedded') }),
    z.strictObject({
      version: z.literal(1),
      home: z.literal('remote'),
      url: remoteUrl,
      accessToken: sealed,
    }),
  ])
  .transform((former): HomeSettings =>
    former.home === 'embedded' ? DEFAULT_SETTINGS : { version: 2, home: 'remote', url: former.url },
  )
const storedSettings = z.union([homeSettings, formerSettings])

export const DEFAULT_SETTINGS: HomeSettings = { version: 2, home: 'embedded' }

/** Names the server that the settings ask for, as `addressOf` names the one that answers. */
export const addressOfSettings = (settings: HomeSettings): string =>
  settings.home === 'embedded' ? EMBEDDED_ADDRESS : settings.url

/** Settings out of a file's text; undefined when they are damaged. */
export function parseHomeSettings(text: string): HomeSettings | undefined {
  try {
    return storedSettings.parse(JSON.parse(text))
  } catch {
    // What is wrong inside doesn't matter: the caller keeps the file and tells the user.
    return undefined
  }
}

export interface LoadedSettings {
  readonly settings: HomeSettings
  /** Set when the file was damaged and put aside, or could not be brought up to date. */
  readonly warning?: ShellProblem
}

const serialize = (settings: HomeSettings) => JSON.stringify(settings, null, 2) + '\n'

/** Writes settings of a former version anew, so that what was dropped is gone from the disk too. */
async function renew(file: string, settings: HomeSettings): Promise<LoadedSettings> {
  try {
    await saveHomeSettings(file, settings)
    return { settings }
  } catch (error) {
    if (!(error instanceof ShellError)) throw error
    return { settings, warning: error.problem }
  }
}

/** The stored connection, or this computer when none is stored or the file is damaged. */
export async function loadHomeSettings(file: string, nowMs: number): Promise<LoadedSettings> {
  const text = await readIfPresent(file)
  if (text === undefined) return { settings: DEFAULT_SETTINGS }
  const settings = parseHomeSettings(text)
  if (settings !== undefined) {
    return text === serialize(settings) ? { settings } : renew(file, settings)
  }
  const aside = await putAside(file, nowMs)
  return { settings: DEFAULT_SETTINGS, warning: shellProblem('SETTINGS_BROKEN', { file: aside }) }
}

/** Replaces the stored connection. Throws STORAGE_FAILED. */
export async function saveHomeSettings(file: string, settings: HomeSettings): Promise<void> {
  await writeAtomically(file, serialize(homeSettings.parse(settings)))
}
