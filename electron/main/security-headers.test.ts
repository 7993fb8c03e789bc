import { expect, it } from 'vitest'
import { contentSecurityPolicy, securityHeaders } from './security-headers.ts'

it('lets the page reach nothing but its own origin, run no inline script, and show pictures by https', () => {
  const policy = contentSecurityPolicy().split('; ')
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  const pictures = "img-src 'self' data: blob: https:"
  expect(policy).toContain(pictures)
  const others = policy.filter((rule) => rule !== pictures)
  expect(others.join()).not.toMatch(/unsafe-eval|\*|https?:/)
})

it('adds the socket of hot reload in development only', () => {
  expect(securityHeaders('ws://127.0.0.1:5173')['content-security-policy']).toContain(
    "connect-src 'self' ws://127.0.0.1:5173",
  )
  expect(securityHeaders()['content-security-policy']).not.toContain('ws:')
})
