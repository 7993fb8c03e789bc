import { parseArgs } from 'node:util'
import {
  countMembers,
  importMembers,
  readMemberFile,
  type ImportResult,
} from './modules/members/members.service.ts'
import { readConfig } from './config.ts'
import { errorText } from './contract/errors.ts'
import type { Ctx } from './db/context.ts'
import { createLogger } from './kernel/logger.ts'
import { openContext } from './start.ts'
import { describeFailure } from './report-failure.ts'

const USAGE = `Usage: npm run cli -- COMMAND [--json]

  import-members FILE   members from a CSV file (customerId or externalId, mobile, nickname)
  stats                 totals

DATABASE_URL, DATA_KEY and the other settings are those of the server; see the README.
--json prints one machine-readable result. Exit 0 only when all is well.
`

interface Outcome {
  readonly result: unknown
  readonly text: string
  readonly isWell: boolean
}

function describeImport({ rows, created, unchanged, refused, refusals }: ImportResult): string {
  const lines = refusals.map(
    ({ line, code }) => `  line ${line}: ${errorText(code, 'en')} (${code})`,
  )
  const more = refused > refusals.length ? [`  and ${refused - refusals.length} more`] : []
  return [
    `rows ${rows}, created ${created}, unchanged ${unchanged}, refused ${refused}`,
    ...lines,
    ...more,
  ].join('\n')
}

/** Each command: how many operands it takes, and what it does with them. */
const COMMANDS: Readonly<
  Record<string, { operands: number; run: (ctx: Ctx, operands: string[]) => Promise<Outcome> }>
> = {
  'import-members': {
    operands: 1,
    async run(ctx, [file = '']) {
      const result = await importMembers(ctx, readMemberFile(file))
      return { result, text: describeImport(result), isWell: result.refused === 0 }
    },
  },
  stats: {
    operands: 0,
    async run(ctx) {
      const result = await countMembers(ctx)
      return {
        result,
        text: `members ${result.members}, active ${result.activeMembers}`,
        isWell: true,
      }
    },
  },
}

/** An option that does not exist is told like a command that does not exist: by the usage. */
function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
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
  const config = readConfig()
  // Results go to standard output, so the log of a command goes to standard error.
  const log = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel, process.stderr)
  const { ctx, database } = await openContext({ ...config, home: 'standalone', log })
  try {
    const { result, text, isWell } = await command.run(ctx, operands)
    process.stdout.write(`${values.json ? JSON.stringify(result) : text}\n`)
    return isWell
  } finally {
    await database.close()
  }
}

main().then(
  (isWell) => {
    process.exitCode = isWell ? 0 : 1
  },
  (error: unknown) => {
    process.stderr.write(`${describeFailure(error)}\n`)
    process.exitCode = 1
  },
)
