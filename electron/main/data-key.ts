import { randomBytes } from 'node:crypto'
import { access } from 'node:fs/promises'
import { z } from 'zod'
import { readIfPresent, writeAtomically } from './atomic-file.ts'
import { type Sealed, type SecretBox, sealed } from './secret-box.ts'
import { ShellError, reasonOf, shellProblem } from './shell-problem.ts'

const KEY_BYTES = 32
/** As many as the server takes. */
const PREVIOUS_MAX = 4

/** base64 of exactly 32 bytes, as the server asks for it. */
const dataKey = z
  .base64()
  .refine((text) => Buffer.from(text, 'base64').length === KEY_BYTES, 'not 32 bytes in base64')

const keyFile = z.strictObject({
  version: z.literal(1),
  key: sealed,
  /** Keys that a change is leaving behind, until the server has rewritten everything. */
  previous: z.array(sealed).max(PREVIOUS_MAX).default([]),
})

/** What the server is given: the key that writes, and those that only read. */
export interface DataKeys {
  readonly dataKey: string
  readonly previousKeys: readonly string[]
}

/** Where the root secrets of the embedded database are kept. */
export interface DataKeyStore {
  /**
   * The root secrets; one is made on first run. An existing key is never overwritten, and none is made
   * beside an existing database: either would make every member's data unreadable.
   * Throws KEYCHAIN_UNAVAILABLE, DATA_KEY_UNREADABLE, DATA_KEY_MISSING or STORAGE_FAILED.
   */
  load(): Promise<DataKeys>
  /** Puts a new key before the one in use, which is kept: at every moment all are in the file. */
  renew(): Promise<void>
  /** Forgets the keys before the one in use, when the server says that nothing needs them. */
  dropPrevious(): Promise<void>
  /**
   * Puts keys in the place of those that are kept or lost. What was there before, readable or not, is
   * left beside it as another file: it may be the key of another copy of the database.
   */
  replace(keys: DataKeys): Promise<void>
}

interface StoreOptions {
  readonly file: string
  readonly database: string
  readonly box: SecretBox
  readonly nowMs: () => number
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

function openKeyFile({ file, box }: StoreOptions, text: string): DataKeys {
  try {
    const { key, previous } = keyFile.parse(JSON.parse(text))
    const open = (one: Sealed) => dataKey.parse(box.unseal(one))
    return { dataKey: open(key), previousKeys: previous.map(open) }
  } catch (error) {
    if (error instanceof ShellError) throw error
    throw new ShellError(
      shellProblem('DATA_KEY_UNREADABLE', { file, reason: reasonOf(error) }),
      error,
    )
  }
}

/** The text of the file, once it is certain that the keychain opens it again. */
function sealedText(options: StoreOptions, keys: DataKeys): string {
  const { file, box } = options
  const previous = keys.previousKeys.map((key) => box.seal(key))
  const content = {
    version: 1,
    key: box.seal(keys.dataKey),
    ...(previous.length > 0 ? { previous } : {}),
  }
  const text = JSON.stringify(content) + '\n'
  // Opened before anything is replaced: a keychain that can't return a key is found now.
  const readBack = openKeyFile(options, text)
  if (JSON.stringify(readBack) !== JSON.stringify(keys))
    throw new ShellError(shellProblem('DATA_KEY_UNREADABLE', { file, reason: 'not as written' }))
  return text
}

/** Seals, proves that it can be opened again, and only then replaces the file: whole or not at all. */
const write = (options: StoreOptions, keys: DataKeys): Promise<void> =>
  writeAtomically(options.file, sealedText(options, keys))

const newKey = (): string => randomBytes(KEY_BYTES).toString('base64')

async function load(options: StoreOptions): Promise<DataKeys> {
  const { file, database } = options
  const text = await readIfPresent(file)
  if (text !== undefined) return openKeyFile(options, text)
  if (await exists(database))
    throw new ShellError(shellProblem('DATA_KEY_MISSING', { file, database }))
  const keys = { dataKey: newKey(), previousKeys: [] }
  await write(options, keys)
  return keys
}

async function renew(options: StoreOptions): Promise<void> {
  const { dataKey: last, previousKeys } = await load(options)
  const previous = [last, ...previousKeys]
  if (previous.length > PREVIOUS_MAX) {
    const reason = 'too many changes of the key are not finished'
    throw new ShellError(shellProblem('STORAGE_FAILED', { file: options.file, reason }))
  }
  await write(options, { dataKey: newKey(), previousKeys: previous })
}

async function dropPrevious(options: StoreOptions): Promise<void> {
  const { dataKey: key, previousKeys } = await load(options)
  if (previousKeys.length > 0) await write(options, { dataKey: key, previousKeys: [] })
}

async function replace(options: StoreOptions, keys: DataKeys): Promise<void> {
  const { file, nowMs } = options
  const text = sealedText(options, keys)
  const former = await readIfPresent(file)
  if (former !== undefined) await writeAtomically(`${file}.replaced-${nowMs()}`, former)
  await writeAtomically(file, text)
}

/** The store in a file, sealed by the keychain. One change at a time. */
export function openDataKeys(options: StoreOptions): DataKeyStore {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work)
    last = turn
    return turn
  }
  return {
    load: () => inTurn(() => load(options)),
    renew: () => inTurn(() => renew(options)),
    dropPrevious: () => inTurn(() => dropPrevious(options)),
    replace: (keys) => inTurn(() => replace(options, keys)),
  }
}

/** The key of a test run comes from its environment and stays as it is. */
export const fixedDataKeys = (key: string): DataKeyStore => ({
  load: () => Promise.resolve({ dataKey: key, previousKeys: [] }),
  renew: () => Promise.reject(new Error('the key is set by the environment')),
  replace: () => Promise.reject(new Error('the key is set by the environment')),
  dropPrevious: () => Promise.resolve(),
})
