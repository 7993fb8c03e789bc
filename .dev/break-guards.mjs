/**
 * Breaks each guard of the ledger once, in a copy, and shows that a test fails for it:
 * `npm run test:guards`. A guard that can be broken without a test that fails is reported, and the exit code is 1.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { inRoot } from './lib/paths.mjs'

const COPY = inRoot('.cache/guards')
const POINTS = 'server/modules/points'
const EVENTS = 'server/modules/order-events'

/** What is broken: in this file, this text becomes that one; and the tests that have to notice. */
const GUARDS = [
  {
    guard: 'nobody spends what he does not have (conditional update)',
    file: `${POINTS}/debits.rules.ts`,
    from: 'if (wanted > available) throw',
    to: 'if (wanted > available && wanted < 0) throw',
    tests: [`${POINTS}/at-once.test.ts`],
  },
  {
    guard: 'accounts are locked before they are read',
    file: 'server/db/dialect.ts',
    from: "lockRows: 'FOR UPDATE'",
    to: "lockRows: ''",
    tests: [`${POINTS}/at-once.test.ts`],
  },
  {
    guard: 'a key takes effect once (key check)',
    file: `${POINTS}/batch.ts`,
    from: 'if (before && key) {',
    to: 'if (before && key && before.body === "never") {',
    tests: [`${POINTS}/at-once.test.ts`],
  },
  {
    guard: 'soonest expiry first (lot order)',
    file: `${POINTS}/books.rules.ts`,
    from: 'if (x !== y) return x < y ? -1 : 1',
    to: 'if (x !== y) return x < y ? 1 : -1',
    tests: [`${POINTS}/books.test.ts`],
  },
  {
    guard: 'points go back to the lots they came from, the last first',
    file: `${POINTS}/credits.rules.ts`,
    from: 'of [...open].reverse()',
    to: 'of [...open]',
    tests: [`${POINTS}/books.test.ts`],
  },
  {
    guard: 'parts of a refund add up to the whole (refund split)',
    file: `${EVENTS}/refund.rules.ts`,
    from: 'takenBack: now.takenBack - before.takenBack,',
    to: 'takenBack: refundedShare(line.awarded, { refunded: refundFen, of: line.paidFen }),',
    tests: [`${EVENTS}/order-events.test.ts`],
  },
  {
    guard: 'a hold ends once (hold resolution)',
    file: `${POINTS}/holds.rules.ts`,
    from: "if (hold?.status !== 'open') throw",
    to: 'if (!hold) throw',
    tests: [`${POINTS}/at-once.test.ts`],
  },
  {
    guard: 'what is earned pays what is owed first (debt)',
    file: `${POINTS}/books.rules.ts`,
    from: 'if (paid === 0) return 0',
    to: 'if (paid >= 0) return 0',
    tests: [`${POINTS}/books.test.ts`],
  },
  {
    guard: 'what was spent of a refunded award is owed (debt)',
    file: `${POINTS}/debits.rules.ts`,
    from: 'books.account.debt += owed',
    to: 'books.account.debt += 0',
    tests: [`${POINTS}/books.test.ts`, `${EVENTS}/order-events.test.ts`],
  },
  {
    guard: 'an event is applied once, whatever key it comes with',
    file: `${EVENTS}/book-order-events.ts`,
    from: 'const known = byKey ?? this.#byNature.get',
    to: 'const known = byKey ?? new Map<string, StoredEvent>().get',
    tests: [`${EVENTS}/order-events.test.ts`],
  },
  {
    guard: 'what comes before its payment waits for it',
    file: `${EVENTS}/book-order-events.ts`,
    from: 'const parked = this.#parked.get(keyOf(order)) ?? []\n    const rank',
    to: 'const parked: StoredEvent[] = []\n    const rank',
    tests: [`${EVENTS}/order-events.test.ts`],
  },
]

/** @returns what vitest says at the end, and whether it was content */
function run(tests) {
  const vitest = inRoot('node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '-c', 'server/vitest.config.ts', '--tags-filter=!long', ...tests]
  const env = { ...process.env, LEDGER_WALKS: '300', NO_COLOR: '1', CI: '1' }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: COPY,
    env,
    encoding: 'utf8',
  })
  const failed = `${stdout}${stderr}`.match(/FAIL .*/)?.[0] ?? ''
  return { isGreen: status === 0, failed, stdout, stderr }
}

function copy() {
  rmSync(COPY, { recursive: true, force: true })
  mkdirSync(COPY, { recursive: true })
  for (const name of ['server', 'prisma', 'package.json', 'tsconfig.json'])
    cpSync(inRoot(name), `${COPY}/${name}`, { recursive: true })
  symlinkSync(inRoot('node_modules'), `${COPY}/node_modules`)
}

copy()
const untouched = run([...new Set(GUARDS.flatMap(({ tests }) => tests))])
if (!untouched.isGreen) {
  console.error(untouched.stdout, untouched.stderr)
  console.error('The tests fail with nothing broken.')
  process.exit(1)
}
let unnoticed = 0
for (const { guard, file, from, to, tests } of GUARDS) {
  const path = `${COPY}/${file}`
  const whole = readFileSync(path, 'utf8')
  if (!whole.includes(from)) throw new Error(`${file} has no ${from}`)
  writeFileSync(path, whole.replace(from, to))
  const { isGreen, failed } = run(tests)
  writeFileSync(path, whole)
  if (isGreen) unnoticed += 1
  console.log(`${isGreen ? 'NOT NOTICED' : 'noticed    '}  ${guard}\n             ${failed}`)
}
rmSync(COPY, { recursive: true, force: true })
console.log(`${GUARDS.length - unnoticed} of ${GUARDS.length} broken guards were noticed.`)
process.exit(unnoticed === 0 ? 0 : 1)
