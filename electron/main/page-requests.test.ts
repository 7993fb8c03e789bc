import { expect, it } from 'vitest'
import { mayPageRequest } from './page-requests.ts'

const PICTURE = { url: 'https://pictures.example/a.png', method: 'GET', resourceType: 'image' }

it('lets the page load itself and pictures by https', () => {
  expect(mayPageRequest({ ...PICTURE, url: 'app://admin/x', resourceType: 'xhr' }, undefined)).toBe(
    true,
  )
  expect(mayPageRequest(PICTURE, undefined)).toBe(true)
})

it.each([
  { resourceType: 'xhr' },
  { resourceType: 'script' },
  { resourceType: 'subFrame' },
  { resourceType: 'ping' },
  { method: 'POST' },
  { url: 'http://pictures.example/a.png' },
  { url: 'http://127.0.0.1:8080/a.png' },
  { url: 'file:///etc/passwd' },
  { url: '' },
])('lets it load nothing else: %o', (change) => {
  expect(mayPageRequest({ ...PICTURE, ...change }, undefined)).toBe(false)
})

it('lets it load from Vite while developing', () => {
  const socket = { ...PICTURE, url: 'ws://localhost:5173/', resourceType: 'webSocket' }
  expect(mayPageRequest(socket, 'http://localhost:5173/')).toBe(true)
  expect(mayPageRequest(socket, undefined)).toBe(false)
})
