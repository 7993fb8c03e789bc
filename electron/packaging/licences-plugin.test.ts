import { expect, it } from 'vitest'
import { packageFolder } from './licences-plugin.ts'

it.each([
  ['/p/node_modules/vue/dist/vue.js', '/p/node_modules/vue'],
  ['/p/node_modules/@vue/shared/dist/a.js?x', '/p/node_modules/@vue/shared'],
  ['/p/node_modules/a/node_modules/b/i.js', '/p/node_modules/a/node_modules/b'],
  ['\0/p/node_modules/a/i.js?commonjs', '/p/node_modules/a'],
  ['/p/renderer/src/main.ts', undefined],
])('finds the package of %j', (module, folder) => {
  expect(packageFolder(module)).toBe(folder)
})
