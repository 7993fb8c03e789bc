// npm run check: everything that can be judged without running the product. `--fix` mends what the
// formatter and the linter can mend.
import { isCommand } from './lib/is-command.mjs'
import { inRoot } from './lib/paths.mjs'
import { runAll } from './lib/pool.mjs'
import { main } from './lib/problem.mjs'
import { colours, run } from './lib/run.mjs'
import { summaryOf } from './lib/summary.mjs'
import { setup } from './setup.mjs'

const LIMIT_MS = 5 * 60_000
const AT_ONCE = 2

const bin = (path) => inRoot('node_modules', path)
const TSC = bin('typescript/bin/tsc')

/** The slowest first, so that two at a time end together. */
const checks = (fix) => [
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', ...(fix ? ['--fix'] : [])] },
  { name: 'types renderer', args: [bin('vue-tsc/bin/vue-tsc.js'), '-p', 'renderer'] },
  { name: 'types server', args: [TSC, '-p', 'server'] },
  {
    name: 'boundaries',
    args: [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'electron',
      'renderer',
      'server',
    ],
  },
  { name: 'types electron', args: [TSC, '-p', 'electron'] },
  {
    name: 'format',
    args: [bin('prettier/bin/prettier.cjs'), fix ? '--write' : '--check', '--log-level=warn', '.'],
  },
  { name: 'unused', args: [bin('knip/bin/knip.js'), '--config', '.knip.json'] },
]

async function runCheck({ name, args }) {
  const startedAtMs = performance.now()
  const { ok, why, output } = await run(process.execPath, args, {
    limitMs: LIMIT_MS,
    env: colours(),
  })
  if (!ok) console.log(`\n--- ${name}: ${why}\n${output.trim()}\n`)
  return { name, ok, why, ms: performance.now() - startedAtMs, output }
}

/**
 * Runs every check, also when one fails; the output of those that fail is printed.
 *
 * @returns {Promise<import('./lib/summary.mjs').Result[]>}
 */
export async function check({ fix = false } = {}) {
  const tasks = checks(fix).map((one) => () => runCheck(one))
  // Two tools that write the same files would get into each other's way.
  return runAll(tasks, fix ? 1 : AT_ONCE)
}

async function command() {
  await setup()
  const results = await check({ fix: process.argv.includes('--fix') })
  console.log(summaryOf(results))
  if (results.some(({ ok }) => !ok)) process.exitCode = 1
}

if (isCommand(import.meta.url)) await main(command)
