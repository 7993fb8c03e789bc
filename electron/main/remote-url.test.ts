import { describe, expect, it } from 'vitest'
import { parseRemoteUrl } from './remote-url.ts'

describe('parseRemoteUrl', () => {
  it.each([
    ['https://desk.example.com/', 'https://desk.example.com'],
    ['  desk.example.com:8443/shop/ ', 'https://desk.example.com:8443/shop'],
    ['HTTPS://Desk.Example.com:443', 'https://desk.example.com'],
    ['http://localhost:48080', 'http://localhost:48080'],
    ['http://127.0.0.1:48080/', 'http://127.0.0.1:48080'],
    ['http://[::1]:48080', 'http://[::1]:48080'],
    ['https://会员.example', 'https://xn--6oqr1k.example'],
  ])('accepts %s', (text, url) => {
    expect(parseRemoteUrl(text)).toEqual({ ok: true, url })
  })

  it.each([
    'http://desk.example.com',
    'http://192.168.1.5:48080',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
  ])('refuses plain http to another computer: %s', (text) => {
    expect(parseRemoteUrl(text)).toMatchObject({ ok: false, problem: { code: 'URL_INSECURE' } })
  })

  it.each([
    '',
    'https://',
    'ftp://desk.example.com',
    'file:///etc/passwd',
    'app://admin/',
    'https://user:secret@desk.example.com',
    'https://desk.example.com/?a=1',
    'https://desk.example.com/#x',
    'https://desk example.com',
    'javascript://alert(1)',
  ])('refuses what is no server address: %s', (text) => {
    expect(parseRemoteUrl(text)).toMatchObject({ ok: false, problem: { code: 'URL_INVALID' } })
  })
})
