/** More telling names first: Edge and Electron call themselves Chrome too. */
const PROGRAMS = [
  [/Electron\//, 'Member Desk'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const SYSTEMS = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Android/, 'Android'],
  [/Linux/, 'Linux'],
] as const

const nameIn = (table: readonly (readonly [RegExp, string])[], text: string): string | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1]

/** What a session was opened with, as far as the browser says; undefined where it says nothing known. */
export function readUserAgent(userAgent: string): { program: string; system: string } | undefined {
  const program = nameIn(PROGRAMS, userAgent)
  const system = nameIn(SYSTEMS, userAgent)
  return program && system ? { program, system } : undefined
}
