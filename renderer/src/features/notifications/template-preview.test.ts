import { expect, test } from 'vitest'
import { renderText } from '../../../../server/modules/notifications/notifications.contract.ts'
import { insertAt, previewPieces } from './template-preview.ts'

const values = { nickname: '{company}', memberNo: '628041937756', company: '沐禾' }
const pieces = (text: string) => previewPieces('member.registered', text, values)

test('the preview tells what is filled in from what is not known', () => {
  expect(pieces('您好 {nickname}，{mobile}{')).toEqual([
    { kind: 'plain', text: '您好 ' },
    { kind: 'filled', text: '{company}' },
    { kind: 'plain', text: '，' },
    { kind: 'unknown', text: '{mobile}' },
    { kind: 'plain', text: '{' },
  ])
})

test('the preview reads as the server renders', () => {
  const text = '{nickname}: {memberNo} @ {company} {{nickname}} {} {x}'
  const shown = pieces(text).map((piece) => piece.text)
  expect(shown.join('')).toBe(renderText(text, values))
})

test('a placeholder is put in where the caret stands', () => {
  expect(insertAt('您好！', '{nickname}', { from: 2, to: 2 })).toEqual({
    text: '您好{nickname}！',
    caret: 12,
  })
  expect(insertAt('您好 某人', '{nickname}', { from: 3, to: 5 }).text).toBe('您好 {nickname}')
})
