import { parseArgs } from 'node:util'
import { describeImport, importFile } from './cli/import-file.ts'
import type { Importer } from './modules/imports/imports.service.ts'
import { countMembers, memberImporter } from './modules/members/members.service.ts'
import { countOrders, orderImporter } from './modules/orders/orders.service.ts'
import type { AuditVerdict } from './modules/audit/audit.contract.ts'
import { verifyAudit } from './modules/audit/audit.service.ts'
import { displayName, signInInput } from './modules/staff/staff.contract.ts'
import { createAdministrator } from './modules/staff/staff.service.ts'
import { seed } from './seed/seed.ts'
import { readConfig } from './config.ts'
import type { Ctx } from './db/context.ts'
import { createLogger } from './kernel/logger.ts'
import { auditAnchor, openContext } from './start.ts'
import { describeFailure } from './report-failure.ts'

const USAGE = `Usage: npm run cli -- COMMAND [--json]

  create-admin          an administrator: --username U [--name NAME], password on standard input
  import-members FILE   members from a CSV or XLSX file
  import-orders FILE    orders of members that are there, as history
                        both: --dry-run writes nothing, --report FILE a copy with what became of each row
  stats                 totals of members and orders
  seed                  made-up members for an empty database: --members N, --orders N (10 each), --seed S
  verify-audit          the audit log against its chain; exit 1 when it was changed

DATABASE_URL, DATA_KEY and the other settings are those of the server; see the README.
--json prints one machine-readable result. Exit 0 only when all is well.
`

interface Outcome {
  readonly result: unknown
  readonly text: string
  readonly isWell: boolean
}

interface Call {
  readonly ctx: Ctx
  readonly backupDir: string
  readonly operands: readonly string[]
  readonly options: {
    readonly username?: string | undefined
    readonly name?: string | undefined
    readonly report?: string | undefined
    readonly members?: string | undefined
    readonly orders?: string | undefined
    readonly seed?: string | undefined
    readonly 'dry-run'?: boolean
  }
}

const PASSWORD_BYTES_MAX = 4096

/** One line of standard input: a password on the command line would stand in the list of processes. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password: ')
  let text = ''
  process.stdin.setEncoding('utf8')
  for await (const chunk of process.stdin) {
    text += String(chunk)
    if (text.includes('\n') || text.length > PASSWORD_BYTES_MAX) break
  }
  return text.split(/\r?\n/)[0] ?? ''
}

/** The same rules as in the back office. */
function administratorOptions({ username, name }: Call['options']) {
  const parsed = signInInput.shape.username.safeParse(username)
  if (!parsed.success) {
    throw new Error('--username U: 2 to 32 small letters, digits, dot, hyphen or underscore')
  }
  return { username: parsed.data, name: displayName.parse(name ?? parsed.data) }
}

function describeVerdict({ entries, sealedTo, faults }: AuditVerdict): string {
  const places = faults.map(({ kind, seq, id }) => `  ${kind}, seq ${seq ?? '-'}, id ${id ?? '-'}`)
  return [`entries ${entries}, sealed to ${sealedTo}, faults ${faults.length}`, ...places].join(
    '\n',
  )
}

const importCommand = (importer: Importer) => ({
  operands: 1,
  async run({ ctx, operands: [path = ''], options }: Call) {
    const isDryRun = options['dry-run'] ?? false
    const result = await importFile(ctx, { importer, path, isDryRun, reportPath: options.report })
    return { result, text: describeImport(result), isWell: result.refused.rows === 0 }
  },
})

/** A whole number given as an option. */
function wholeOption(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^\d{1,8}$/.test(text)) throw new Error(`--${name} is a whole number`)
  return Number(text)
}

/** Each command: how many operands it takes, and what it does with them. */
const COMMANDS: Readonly<
  Record<string, { operands: number; run: (call: Call) => Promise<Outcome> }>
> = {
  'import-members': importCommand(memberImporter),
  'import-orders': importCommand(orderImporter),
  'create-admin': {
    operands: 0,
    async run({ ctx, options }) {
      const { username, name } = administratorOptions(options)
      const password = await readPassword()
      await createAdministrator(ctx, { username, displayName: name, password })
      return { result: { username }, text: `administrator ${username} created`, isWell: true }
    },
  },
  'verify-audit': {
    operands: 0,
    async run({ ctx, backupDir }) {
      const verdict = await verifyAudit(ctx, auditAnchor({ backupDir }, ctx))
      return {
        result: verdict,
        text: describeVerdict(verdict),
        isWell: verdict.faults.length === 0,
      }
    },
  },
  seed: {
    operands: 0,
    async run({ ctx, options }) {
      const members = wholeOption('members', options.members, 1_000)
      const orders = wholeOption('orders', options.orders, members * 10)
      const report = (done: number) =>
        process.stderr.write(process.stderr.isTTY ? `\r${done} of ${members}` : '')
      const result = await seed(ctx, {
        members,
        orders,
        seed: wholeOption('seed', options.seed, 1),
        report,
      })
      const text = `members ${result.members}, orders ${result.orders}`
      return { result, text, isWell: true }
    },
  },
  stats: {
    operands: 0,
    async run({ ctx }) {
      const result = { ...(await countMembers(ctx)), ...(await countOrders(ctx)) }
      const { members, activeMembers, orders, paidFen, bookedOrders, bookedFen } = result
      const yuan = (fen: number) => (fen / 100).toFixed(2)
      const isWell = orders === bookedOrders && paidFen === bookedFen
      const text = [
        `members ${members}, active ${activeMembers}`,
        `orders ${orders}, paid CNY ${yuan(paidFen)}`,
        `members' totals: orders ${bookedOrders}, spend CNY ${yuan(bookedFen)}`,
      ].join('\n')
      return { result, text, isWell }
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
        username: { type: 'string' },
        name: { type: 'string' },
        report: { type: 'string' },
        members: { type: 'string' },
        orders: { type: 'string' },
        seed: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    process.stderr.write(`${error.message}\n\n`)
    return {
      values: { json: false, help: false, 'dry-run': false },
      positionals: [],
    }
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
    const { result, text, isWell } = await command.run({
      ctx,
      operands,
      options: values,
      backupDir: config.backupDir,
    })
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
