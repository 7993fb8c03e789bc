import { cpus, totalmem } from 'node:os'
import { benchAudit } from './audit.bench.ts'
import { benchDiskFull } from './disk-full.bench.ts'
import { benchImportKills } from './import-kills.bench.ts'
import { benchLedger } from './ledger.bench.ts'
import { benchLedgerExpiry } from './ledger-expiry.bench.ts'
import { benchLedgerKills } from './ledger-kills.bench.ts'
import { benchLedgerRaces } from './ledger-races.bench.ts'
import { benchMembers } from './members.bench.ts'
import { benchOrderEvents } from './order-events.bench.ts'
import { benchPostgresRestarts } from './postgres-restarts.bench.ts'
import { benchWrongPasswords } from './wrong-passwords.bench.ts'

export { runGenerator } from './load-generator.ts'

/** Name -> what is measured. Each gives its figures as plain JSON. */
const SCENARIOS: Readonly<Record<string, () => Promise<unknown>>> = {
  audit: benchAudit,
  members: benchMembers,
  'import-kills': benchImportKills,
  'order-events': benchOrderEvents,
  ledger: benchLedger,
  'ledger-expiry': benchLedgerExpiry,
  'ledger-races': benchLedgerRaces,
  'ledger-kills': benchLedgerKills,
  'postgres-restarts': benchPostgresRestarts,
  'disk-full': benchDiskFull,
  'wrong-passwords': benchWrongPasswords,
}

/** Runs the named scenarios, or all, and prints one JSON document. */
export async function runBench(names: readonly string[]): Promise<void> {
  const wanted = names.length > 0 ? names : Object.keys(SCENARIOS)
  const figures: Record<string, unknown> = {}
  for (const name of wanted) {
    const scenario = SCENARIOS[name]
    if (!scenario) {
      throw new Error(`No scenario ${name}. There are: ${Object.keys(SCENARIOS).join(', ')}`)
    }
    process.stderr.write(`${name} …\n`)
    figures[name] = await scenario()
  }
  const machine = {
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    node: process.version,
  }
  process.stdout.write(`${JSON.stringify({ machine, ...figures }, null, 2)}\n`)
}
