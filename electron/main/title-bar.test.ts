import { describe, expect, it } from 'vitest'
import { canvasColour, titleBarOptions, titleBarOverlay } from './title-bar.ts'

describe('title bar', () => {
  it("carries the window's own buttons on Windows, in the page's colours", () => {
    expect(titleBarOptions('win32', true)).toEqual({
      titleBarStyle: 'hidden',
      titleBarOverlay: { color: '#0C1211', symbolColor: '#E6EEEC', height: 40 },
    })
    expect(titleBarOverlay(false)).toEqual({
      color: canvasColour(false),
      symbolColor: '#14211F',
      height: 40,
    })
  })

  it('carries them on macOS, in the middle of its height', () => {
    const { titleBarStyle, trafficLightPosition } = titleBarOptions('darwin', false)
    expect(titleBarStyle).toBe('hidden')
    expect(trafficLightPosition).toEqual({ x: 14, y: 14 })
  })

  it('leaves Linux its own frame', () => {
    expect(titleBarOptions('linux', true)).toEqual({})
  })
})
