import { describe, expect, it } from 'vitest'
import { DEFAULT_STATE, parseWindowState, restoreBounds } from './window-bounds.ts'

const primary = { x: 0, y: 25, width: 1920, height: 1055 }
const second = { x: 1920, y: 0, width: 2560, height: 1440 }

describe('restoreBounds', () => {
  it('centres a window of 1440 × 900 at first', () => {
    expect(restoreBounds(undefined, [primary])).toEqual({ width: 1440, height: 900 })
  })

  it('puts the window back where it was, on either screen', () => {
    const left = { x: 100, y: 50, width: 1200, height: 800 }
    const right = { x: 2500, y: 300, width: 1500, height: 1000 }
    expect(restoreBounds(left, [primary, second])).toEqual(left)
    expect(restoreBounds(right, [primary, second])).toEqual(right)
  })

  it('brings a window back whose screen is gone', () => {
    const gone = { x: 2500, y: 300, width: 1500, height: 1000 }
    expect(restoreBounds(gone, [primary])).toEqual({ width: 1500, height: 1000 })
  })

  it.each([
    ['above the screen', { x: 100, y: -500 }],
    ['below it', { x: 100, y: 1070 }],
    ['all but out at the left', { x: -1350, y: 50 }],
    ['all but out at the right', { x: 1880, y: 50 }],
  ])('brings a window back whose title bar is %s', (_where, place) => {
    const saved = { ...place, width: 1440, height: 900 }
    expect(restoreBounds(saved, [primary])).toEqual({ width: 1440, height: 900 })
  })

  it('fits the window into a small screen and never below the minimum elsewhere', () => {
    const small = { x: 0, y: 0, width: 1000, height: 650 }
    expect(restoreBounds(undefined, [small])).toEqual({ width: 1000, height: 650 })
    const tiny = { x: 10, y: 40, width: 1, height: 1 }
    expect(restoreBounds({ ...tiny, width: 300 }, [primary])).toEqual({
      x: 10,
      y: 40,
      width: 1024,
      height: 700,
    })
  })
})

describe('parseWindowState', () => {
  it('reads what was kept', () => {
    const state = { bounds: primary, isMaximized: true, theme: 'dark' }
    expect(parseWindowState(JSON.stringify(state))).toEqual(state)
  })

  it.each([undefined, '', '{', '[]', '{"bounds":{"x":"a"}}', '{"theme":"pink"}'])(
    'takes the defaults for %s',
    (text) => {
      expect(parseWindowState(text)).toEqual(DEFAULT_STATE)
    },
  )
})
