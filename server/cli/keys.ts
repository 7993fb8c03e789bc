import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { keyFilePlace, readConfig, type Config } from '../config.ts'
import type { Database } from '../db/open.ts'
import { SEALED_TABLES } from '../jobs/sealed-tables.ts'
import { AppError } from '../kernel/app-error.ts'
import { openRoots } from '../kernel/key-export.ts'
import { makeKeyFile, readKeyFile, removeFromKeyFile, replaceKeyFile } from '../kernel/key-file.ts'
import { createKeyring, newRootSecret } from '../kernel/keyring.ts'
import { passphrase, PASSPHRASE_MIN } from '../modules/keys/keys.contract.ts'
import { confirmExport, exportKey, rotateKeys } from '../modules/keys/keys.service.ts'
import { onDatabase, withContext, type CommandGroup, type Outcome } from './command.ts'
import type { StandardInput } from './standard-input.ts'

const FILE_MODE = 0o600
const PROGRESS_ROWS = 10_000

async function newPassphrase(input: StandardInput): Promise<string> {
  const text = await input.line('New passphrase')
  if (!passphrase.safeParse(text).success)
    throw new Error(`the passphrase on standard input has at least ${PASSPHRASE_MIN} characters`)
  if (input.isTerminal && (await input.line('Once more')) !== text)
    throw new Error('the passphrases differ')
  return text
}

const exportKeyTo = onDatabase(async ({ ctx, options: { out }, input }) => {
  if (out === undefined) throw new Error('--out FILE: where the copy of the key goes')
  if (existsSync(out)) throw new Error(`${out} is there already; nothing is overwritten`)
  const { keyId, text } = await exportKey(ctx, { passphrase: await newPassphrase(input) })
  writeFileSync(out, text, { flag: 'wx', mode: FILE_MODE, flush: true })
  // Here the program has written the file itself, where it was told to.
  await confirmExport(ctx, { keyId })
  return { result: { keyId, file: out }, text: `key ${keyId} is in ${out}`, isWell: true }
})

async function importKey(file: string, input: StandardInput): Promise<Outcome> {
  const place = keyFilePlace()
  const roots = await openRoots(readFileSync(file, 'utf8'), await input.line('Passphrase'))
  const [current = ''] = roots
  const { keyId } = createKeyring(current)
  const done = (text: string) => ({ result: { keyId, file: place }, text, isWell: true })
  if (existsSync(place)) {
    if (readKeyFile(place)[0] === current) return done(`key ${keyId} is in ${place} already`)
    throw new Error(`${place} holds another key; nothing was changed`)
  }
  makeKeyFile(place, roots)
  return done(`key ${keyId} is in ${place}`)
}

/** Where the program cannot put a key, somebody has to. */
const STEPS = `The key is in the environment, so you change it there:
  1. Make a new key: node -p "require('crypto').randomBytes(32).toString('base64')"
  2. Stop every server of this database.
  3. Set DATA_KEY_PREVIOUS to what DATA_KEY is now, then DATA_KEY to the new key. Keep both safe.
  4. Run this command again; it re-encrypts the data. It may be stopped and run again.
  5. Take DATA_KEY_PREVIOUS away and start the servers.
  6. Make a copy of the new key: export-key --out FILE`

/**
 * A server that runs on with the old key would write what nobody can read afterwards.
 * @throws AppError OTHER_SERVERS
 */
async function assertAlone(database: Database): Promise<void> {
  const count = await database.countOthers()
  if (count > 0) throw new AppError('OTHER_SERVERS', { count })
}

/** Puts a new key before the one in use, once it is certain that the one in use opens the database. */
async function bringNewKey(config: Config, keyFile: string): Promise<Config> {
  await withContext(config, (_ctx, database) => assertAlone(database))
  replaceKeyFile(keyFile, [newRootSecret(), config.dataKey])
  return readConfig()
}

/** A line on standard error now and then. */
function reporter(): (done: number, total?: number) => void {
  let next = PROGRESS_ROWS
  return (done, total) => {
    if (done < next) return
    next = done + PROGRESS_ROWS
    process.stderr.write(`${done} of ${total ?? '?'}\n`)
  }
}

/** Changes the key, or goes on with a change: run again after a crash it ends as once. */
async function rotateKey(reason: string | undefined): Promise<Outcome> {
  const given = readConfig()
  const { keyFile } = given
  const isBegun = given.previousKeys.length > 0
  if (!isBegun && keyFile === undefined)
    return { result: { steps: STEPS.split('\n') }, text: STEPS, isWell: false }
  const config = isBegun || keyFile === undefined ? given : await bringNewKey(given, keyFile)
  const { result, keyId } = await withContext(config, async (ctx, database) => {
    await assertAlone(database)
    const rotation = { tables: SEALED_TABLES, filesDir: config.jobFilesDir, reason }
    const result = await rotateKeys(ctx, { ...rotation, report: reporter() })
    return { result, keyId: ctx.keys.keyId }
  })
  if (keyFile !== undefined) removeFromKeyFile(keyFile, config.previousKeys)
  const next =
    keyFile === undefined
      ? 'Take DATA_KEY_PREVIOUS out of the environment.'
      : `${keyFile} holds the new key. Make a copy of it: export-key --out FILE`
  const text = `key ${keyId} is in use, values rewritten ${result.changed}\n${next}`
  return { result: { keyId, ...result }, text, isWell: true }
}

export const KEY_COMMANDS: CommandGroup = {
  'export-key': {
    usage: 'a copy of the data key: --out FILE, passphrase on standard input',
    operands: 0,
    run: exportKeyTo,
  },
  'import-key': {
    usage: 'FILE       puts a copy of the key into DATA_KEY_FILE, passphrase on standard input',
    operands: 1,
    run: ({ operands: [file = ''], input }) => importKey(file, input),
  },
  'rotate-key': {
    usage: 'a new data key, and everything rewritten with it: [--reason TEXT]',
    operands: 0,
    run({ options }) {
      if (options['data-dir'] !== undefined || options.key !== undefined)
        throw new Error('the key of a desktop lies in its keychain; it is changed in its settings')
      return rotateKey(options.reason)
    },
  },
}
