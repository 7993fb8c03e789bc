import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Plugin } from 'vite'
import { z } from 'zod'

const FILE_NAME = 'third-party-licences.txt'
const packageJson = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default('see text'),
})

/** Folder of the package that a bundled module belongs to; undefined for the project's own files. */
export function packageFolder(moduleId: string): string | undefined {
  const path = moduleId.replace(/^\0/, '').split('?')[0]?.split(sep).join('/') ?? ''
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? []
  return folder
}

function licenceOf(folder: string): string {
  const { name, version, license } = packageJson.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  )
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return [`${name} ${version} (${license})`, ...texts].join('\n\n')
}

/**
 * Writes the licences of everything bundled into the page beside it: bundling removes the packages'
 * own licence files, and most licences ask that their text goes along.
 */
export function licencesPlugin(): Plugin {
  return {
    name: 'third-party-licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((item) =>
        item.type === 'chunk' ? item.moduleIds : [],
      )
      const folders = new Set(modules.map(packageFolder))
      const licences = [...folders]
        .filter((folder) => folder !== undefined)
        .filter((folder) => existsSync(join(folder, 'package.json')))
        .map(licenceOf)
        .sort()
      const rule = `\n\n${'-'.repeat(80)}\n\n`
      this.emitFile({ type: 'asset', fileName: FILE_NAME, source: licences.join(rule) + '\n' })
    },
  }
}
