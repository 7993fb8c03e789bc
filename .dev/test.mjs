// npm test: everything that CI checks. `npm test -- server browser` runs the named steps only.
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { build } from './build.mjs'
import { check } from './check.mjs'
import { note } from './lib/note.mjs'
import { inRoot } from './lib/paths.mjs'
import { Problem, explain, main } from './lib/problem.mjs'
import { nodeCounts, playwrightCounts, readCounts, vitestCounts } from './lib/reports.mjs'
import { colours, run } from './lib/run.mjs'
import { summaryOf, totalsOf } from './lib/summary.mjs'
import { withDisplay } from './lib/xvfb.mjs'
import { setup } from './setup.mjs'

const REPORTS = '.cache/reports'
const LIMIT_MS = 10 * 60_000
const LIMIT_ON_REQUEST_MS = 30 * 60_000
const VITEST = inRoot('node_modules/vitest/vitest.mjs')
const PLAYWRIGHT = inRoot('node_modules/@playwright/test/cli.js')

const vitest = (config, tags) => (report) => ({
  config,
  args: [VITEST, 'run', '--config', config, '--reporter=default'].concat([
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(tags ? [`--tags-filter=${tags}`] : []),
  ]),
  countsOf: vitestCounts,
})

const playwright =
  (config, ...which) =>
  (report) => ({
    config,
    args: [PLAYWRIGHT, 'test', '-c', config, '--reporter=list,json', ...which],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    countsOf: playwrightCounts,
  })

const scriptTests = () =>
  ['.dev', '.dev/lib'].flatMap((folder) =>
    readdirSync(inRoot(folder))
      .filter((name) => name.endsWith('.test.mjs'))
      .map((name) => `${folder}/${name}`),
  )

const nodeTests = (report) => ({
  config: '.dev',
  args: [
    '--test',
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
    ...scriptTests(),
  ],
  countsOf: nodeCounts,
})

const SERVER = 'server/vitest.config.ts'
const BROWSER = 'renderer/e2e/playwright.config.ts'
const DESKTOP = 'electron/e2e/playwright.config.ts'
const ONLY_LONG = ['--grep=@long', '--timeout=180000']

/** Tests tagged `long` run only in the steps of that name: everything else is done in a quarter of an hour. */
const STEPS = [
  { name: 'scripts', of: nodeTests },
  { name: 'server', of: vitest(SERVER, '!long') },
  { name: 'renderer', of: vitest('renderer/vitest.config.ts') },
  { name: 'electron', of: vitest('electron/vitest.config.ts') },
  { name: 'browser', of: playwright(BROWSER, '--grep-invert=@long'), needsBuild: true },
  {
    name: 'desktop',
    of: playwright(DESKTOP, '--grep-invert=@long'),
    needsBuild: true,
    needsDisplay: true,
  },
  {
    name: 'pictures',
    of: playwright('renderer/e2e/pictures.config.ts'),
    needsBuild: true,
    onRequest: true,
  },
  { name: 'long', of: vitest(SERVER, 'long'), needsBuild: true, onRequest: true },
  {
    name: 'long-browser',
    of: playwright(BROWSER, ...ONLY_LONG),
    needsBuild: true,
    onRequest: true,
  },
  {
    name: 'long-desktop',
    of: playwright(DESKTOP, ...ONLY_LONG),
    needsBuild: true,
    needsDisplay: true,
    onRequest: true,
  },
]
const NAMES = ['check', ...STEPS.map(({ name }) => name)]

async function runStep({ name, of, needsDisplay, onRequest }, environment) {
  const report = inRoot(REPORTS, `${name}.report`)
  const { config, args, env, countsOf } = of(report)
  const startedAtMs = performance.now()
  note(`\n=== ${name} (${config})`)
  const start = (display) =>
    run(process.execPath, args, {
      limitMs: onRequest ? LIMIT_ON_REQUEST_MS : LIMIT_MS,
      env: { ...environment, ...display, ...env },
      onOutput: (text) => process.stdout.write(text),
    })
  const { ok, why, output } = await (needsDisplay ? withDisplay(start) : start({}))
  const counts = readCounts(report, countsOf)
  const hasFailed = !ok || counts === undefined || counts.failed > 0
  return {
    name,
    ok: !hasFailed,
    why: why || (counts ? '' : 'it wrote no report'),
    ms: performance.now() - startedAtMs,
    output,
    ...counts,
  }
}

function chosenSteps() {
  const chosen = process.argv.slice(2)
  const unknown = chosen.filter((name) => !NAMES.includes(name))
  if (unknown.length === 0) return (name) => chosen.length === 0 || chosen.includes(name)
  throw new Problem(`There is no step called ${unknown.join(', ')}.`, {
    why: `The steps are ${NAMES.join(', ')}.`,
    fix: 'Name some of these, or none to run all.',
  })
}

function freshReports() {
  rmSync(inRoot(REPORTS), { recursive: true, force: true })
  mkdirSync(inRoot(REPORTS), { recursive: true })
}

/** @returns {Promise<import('./lib/summary.mjs').Result>} */
async function buildStep() {
  const startedAtMs = performance.now()
  try {
    await build()
    return { name: 'build', ok: true, why: '', ms: performance.now() - startedAtMs, output: '' }
  } catch (error) {
    explain(error)
    const why = error.message
    return { name: 'build', ok: false, why, ms: performance.now() - startedAtMs, output: '' }
  }
}

/** Steps on request run only when they are named. */
const isWanted = (isChosen) => (step) =>
  step.onRequest ? process.argv.includes(step.name) : isChosen(step.name)

async function runAllSteps({ electron, chromium }, isChosen) {
  freshReports()
  const environment = {
    MEMBER_DESK_ELECTRON: electron.path,
    MEMBER_DESK_CHROMIUM: chromium,
    MEMBER_DESK_TEST: '1',
    ...colours(),
  }
  const built = await buildStep()
  const results = [built, ...(isChosen('check') ? await check() : [])]
  for (const step of STEPS.filter(isWanted(isChosen)))
    if (step.needsBuild && !built.ok)
      results.push({ name: step.name, ok: false, why: 'not run: no build', ms: 0, output: '' })
    else results.push(await runStep(step, environment))
  return results
}

await main(async () => {
  const isChosen = chosenSteps()
  try {
    const tools = await setup({ tests: true })
    const results = await runAllSteps(tools, isChosen)
    console.log(`\nElectron of the desktop tests: ${tools.electron.version}`)
    console.log(`${summaryOf(results)}\n\n${totalsOf(results)}`)
    if (results.some(({ ok }) => !ok)) process.exitCode = 1
  } catch (error) {
    explain(error)
    console.log('0 passed, 1 failed')
    process.exitCode = 1
  }
})
