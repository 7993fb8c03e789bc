import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInside, routeRequest } from './request-route.ts'

const folder = resolve('/app/out/renderer')
const route = (pathname: string) => routeRequest(folder, pathname)

describe('routeRequest', () => {
  it('serves files of the renderer folder', () => {
    expect(route('/assets/index-1.js')).toEqual({
      to: 'file',
      path: resolve(folder, 'assets/index-1.js'),
    })
    expect(route('/%E5%9B%BE%20a.png')).toEqual({ to: 'file', path: resolve(folder, '图 a.png') })
  })

  it.each(['/', '/members', '/members/12', '/trpc', '/trpcx/y'])('shows the page at %s', (path) => {
    expect(route(path)).toEqual({ to: 'page' })
  })

  it.each(['/trpc/members.list', '/trpc/a.b,c.d', '/files/1.png'])('passes %s on', (path) => {
    expect(route(path)).toEqual({ to: 'server' })
  })

  it.each([
    '/..%2f..%2fpackage.json',
    '/../package.json',
    '/..',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets\\..\\package.json',
    '/%2fetc/passwd.txt',
    '/C:%5cWindows%5cwin.ini',
    '/C:/Windows/win.ini',
    '/a%00.js',
    '/a%zz.js',
    '/trpc/..%2f..%2fadmin',
    '/files/%2e%2e/x',
    'assets/index.js',
  ])('refuses %s', (path) => {
    expect(route(path)).toEqual({ to: 'refused' })
  })

  it('never names a file outside the folder', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '%5c', '%00', 'a.js', ':', '%'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const decided = route(`/${pieces.join('')}`)
        expect(decided.to !== 'file' || isInside(folder, decided.path)).toBe(true)
      }),
    )
  })
})

describe('isInside', () => {
  it('tells neighbours with the same beginning apart', () => {
    expect(isInside(folder, `${folder}-old/a.js`)).toBe(false)
    expect(isInside(folder, folder)).toBe(false)
    expect(isInside(folder, resolve(folder, '..hidden.js'))).toBe(true)
  })
})
