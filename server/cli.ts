import { parseArgs } from 'node:util'
import { AUDIT_COMMANDS } from './cli/audit.ts'
import type { CommandGroup, CommandOptions } from './cli/command.ts'
import { CommandError } from './cli/command-error.ts'
import { KEY_COMMANDS } from './cli/keys.ts'
import { MEMBER_COMMANDS } from './cli/members.ts'
import { POINTS_COMMANDS } from './cli/points.ts'
import { STAFF_COMMANDS } from './cli/staff.ts'
import { StandardInput } from './cli/standard-input.ts'
import { describeFailure } from './report-failure.ts'

/** All commands by name; a group of them is one file in `cli/`. */
const COMMANDS: CommandGroup = {
  ...STAFF_COMMANDS,
  ...MEMBER_COMMANDS,
  ...AUDIT_COMMANDS,
  ...POINTS_COMMANDS,
  ...KEY_COMMANDS,
}

const NAME_WIDTH = 16

const USAGE = `Usage: npm run cli -- COMMAND [--json] [--data-dir DIR --key FILE]

${Object.entries(COMMANDS)
  .map(([name, { usage }]) => `  ${name.padEnd(NAME_WIDTH)}${usage}`)
  .join('\n')}

DATABASE_URL, DATA_KEY and the other settings are those of the server; see the README.
--data-dir DIR --key FILE opens the database of a desktop app that is closed, by its exported key;
the passphrase is the first line of standard input.
Imports read CSV and XLSX. --dry-run writes nothing; --report COPY writes the file once more with what became
of each row; --columns prints which field each column goes into, as JSON to be edited, and --map JSON takes
such a file. --language is that of the reasons, zh unless told otherwise. Ctrl+C stops after a batch.
--json prints one machine-readable result. Exit 0 only when all is well.
`

interface Arguments {
  readonly values: CommandOptions & { readonly json: boolean; readonly help: boolean }
  readonly positionals: readonly string[]
}

/** An option that does not exist is told like a command that does not exist: by the usage. */
function readArguments(): Arguments {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        username: { type: 'string' },
        name: { type: 'string' },
        out: { type: 'string' },
        reason: { type: 'string' },
        'data-dir': { type: 'string' },
        key: { type: 'string' },
        source: { type: 'string' },
        report: { type: 'string' },
        map: { type: 'string' },
        language: { type: 'string' },
        members: { type: 'string' },
        orders: { type: 'string' },
        'expect-points': { type: 'string' },
        'expect-members': { type: 'string' },
        seed: { type: 'string' },
        points: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        columns: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    process.stderr.write(`${error.message}\n\n`)
    return { values: { json: false, help: false }, positionals: [] }
  }
}

async function main(): Promise<boolean> {
  const { values, positionals } = readArguments()
  const [name = '', ...operands] = positionals
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command || values.help || operands.length !== command.operands) {
    process.stderr.write(USAGE)
    return values.help
  }
  const input = new StandardInput()
  try {
    const { result, text, isWell } = await command.run({ operands, options: values, input })
    process.stdout.write(`${values.json ? JSON.stringify(result) : text}\n`)
    return isWell
  } finally {
    await input.close()
  }
}

main().then(
  (isWell) => {
    process.exitCode = isWell ? 0 : 1
  },
  (error: unknown) => {
    const said = error instanceof CommandError ? error.message : describeFailure(error)
    process.stderr.write(`${said}\n`)
    process.exitCode = 1
  },
)
