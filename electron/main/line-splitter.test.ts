import { expect, it } from 'vitest'
import { createLineSplitter } from './line-splitter.ts'

function split(...chunks: (Buffer | string)[]) {
  const lines: string[] = []
  const splitter = createLineSplitter((line) => lines.push(line))
  chunks.forEach((chunk) => splitter.push(chunk))
  splitter.end()
  return lines
}

it('puts lines and characters together that came in pieces', () => {
  const bytes = Buffer.from('会员\r\nb')
  expect(split(bytes.subarray(0, 2), bytes.subarray(2), 'c\n\n')).toEqual(['会员', 'bc'])
})

it('does not keep a line without end in memory', () => {
  expect(split('x'.repeat(70_000), 'y\n').map(({ length }) => length)).toEqual([70_000, 1])
})
