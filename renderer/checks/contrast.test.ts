import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(`${import.meta.dirname}/../src/app/styles/tokens.css`, 'utf8')
const AA = 4.5

function tokensOf(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  const found = [...block.matchAll(/--md-([\w-]+): (#[0-9a-f]{6});/g)]
  return new Map(found.map((match) => [match[1] ?? '', match[2] ?? '']))
}
const light = tokensOf(':root')
const dark = new Map([...light, ...tokensOf('html.dark')])

/** Relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(hex.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(tokens: Map<string, string>, text: string, ground: string): number {
  const [a, b] = [text, ground].map((name) => {
    const hex = tokens.get(name)
    if (!hex) throw new Error(`no token ${name}`)
    return luminance(hex)
  }) as [number, number]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const PLAIN_GROUNDS = ['canvas', 'surface', 'sub', 'field', 'hover', 'press', 'brand-soft']
const PAIRS: [string, string][] = [
  ...PLAIN_GROUNDS.flatMap((ground): [string, string][] =>
    ['ink', 'ink-2', 'ink-3', 'brand'].map((text) => [text, ground]),
  ),
  ['on-brand', 'brand'],
  ['on-brand', 'brand-hover'],
  ['on-brand', 'brand-active'],
  ['coin', 'coin-soft'],
  ['ok', 'ok-soft'],
  ['warn', 'warn-soft'],
  ['bad', 'bad-soft'],
  ['bad', 'surface'],
  ['bad', 'canvas'],
  ['info', 'info-soft'],
  ['on-poster', 'poster'],
  ['on-batch', 'batch'],
  ['batch-bad', 'batch'],
  ...[1, 2, 3, 4, 5, 6].map((n): [string, string] => [`on-avatar-${n}`, `avatar-${n}`]),
]

test.each([
  ['light', light],
  ['dark', dark],
])('text can be read on every ground it is used on, %s', (_name, tokens) => {
  const tooFaint = PAIRS.map(([text, ground]) => ({
    pair: `${text} on ${ground}`,
    contrast: Math.floor(contrast(tokens, text, ground) * 100) / 100,
  })).filter((each) => each.contrast < AA)
  expect(tooFaint).toEqual([])
})
