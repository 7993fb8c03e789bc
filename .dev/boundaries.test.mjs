// Proves that the import table is enforced: every rule of .dependency-cruiser.cjs is broken once, in
// a small made-up project, and has to be the one rule that reports it.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { cruise } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { BREACHES, PACKAGES, SOUND } from './boundaries.cases.mjs'
import { inRoot } from './lib/paths.mjs'

const options = await extractOptions(inRoot('.dependency-cruiser.cjs'))
let folder

function write(path, content) {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

function writePackages() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
  write('package.json', JSON.stringify({ name: 'made-up', dependencies, devDependencies }))
  for (const name of PACKAGES) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }))
    write(`node_modules/${name}/index.js`, '')
  }
}

const importLine = (target) =>
  target.startsWith('type ')
    ? `import type { T } from '${target.slice('type '.length)}'`
    : `import '${target}'`

function contentOf(path, imports) {
  const code = [...imports.map(importLine), 'export {}'].join('\n')
  return path.endsWith('.vue') ? `<script setup lang="ts">\n${code}\n</script>\n` : `${code}\n`
}

function writeFiles(files) {
  for (const [path, imports] of Object.entries(files)) write(path, contentOf(path, imports))
}

/** @returns {Promise<{ from: string, to: string, rule: { name: string } }[]>} */
async function violations() {
  const { output } = await cruise(['electron', 'renderer', 'server'], {
    ...options,
    baseDir: folder,
  })
  return output.summary.violations
}

/** Breaches that touch the same file cannot be there at once: groups of those that can. */
function rounds() {
  const groups = []
  for (const breach of BREACHES) {
    const paths = Object.keys(breach.files)
    const free = groups.find((group) => !group.some(({ files }) => paths.some((p) => p in files)))
    if (free) free.push(breach)
    else groups.push([breach])
  }
  return groups
}

function breakAndMend(breaches) {
  for (const { files } of breaches)
    for (const [path, imports] of Object.entries(files))
      write(path, contentOf(path, [...(SOUND[path] ?? []), ...imports]))
  return () => {
    for (const { files } of breaches)
      for (const path of Object.keys(files)) rmSync(join(folder, path))
    writeFiles(SOUND)
  }
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'boundaries-'))
  writePackages()
  writeFiles(SOUND)
})
after(() => rmSync(folder, { recursive: true, force: true }))

test('every rule has a case that breaks it', () => {
  const rules = options.ruleSet.forbidden.map((rule) => rule.name)
  assert.deepEqual([...new Set(BREACHES.map(({ rule }) => rule))].sort(), [...rules].sort())
  assert.equal(new Set(rules).size, rules.length, 'rule names are unique')
})

test('a project that keeps the table is clean', async () => {
  const found = await violations()
  assert.deepEqual(
    found.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    [],
  )
})

for (const [index, breaches] of rounds().entries())
  test(`each breach is reported by exactly its own rule, ${index + 1}`, async (t) => {
    const mend = breakAndMend(breaches)
    const found = await violations()
    for (const { rule, files } of breaches)
      await t.test(`${rule}: ${Object.keys(files).join(', ')}`, () => {
        const names = found.filter(({ from }) => from in files).map((one) => one.rule.name)
        assert.deepEqual([...new Set(names)], [rule])
      })
    mend()
  })

test('without the breaches the project is clean again', async () => {
  assert.deepEqual(await violations(), [])
})
