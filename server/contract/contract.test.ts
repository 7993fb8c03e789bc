import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { businessDate, instantOf } from './dates.ts'
import { ERRORS, errorText, isErrorCode, type ErrorCode } from './errors.ts'
import { isMemberNo, luhnDigit } from './ids.ts'
import { isMobile, maskMobile, normaliseMobile } from './mobile.ts'
import { compareProtocol } from './version.ts'

const codes = Object.keys(ERRORS).filter(isErrorCode)
const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe('errors', () => {
  it.each(codes)('%s says the same parameters in both languages', (code: ErrorCode) => {
    const { zh, en } = ERRORS[code].text
    expect(placeholders(zh)).toEqual(placeholders(en))
    expect(zh).toMatch(/[\u4e00-\u9fff]/)
    expect(en).not.toMatch(/[\u4e00-\u9fff]/)
  })

  it('puts parameters into the text and leaves unknown ones visible', () => {
    expect(errorText('PORT_IN_USE', 'en', { port: 48080 })).toBe(
      'Port 48080 is used by another program.',
    )
    expect(errorText('PORT_IN_USE', 'en')).toContain('{port}')
  })

  it('takes no inherited name for a code', () => {
    expect(isErrorCode('toString')).toBe(false)
  })
})

describe('member numbers', () => {
  it('has the Luhn digit of the published example', () => {
    // ISO/IEC 7812-1 as quoted everywhere: 7992739871 takes the check digit 3.
    expect(luhnDigit('7992739871')).toBe('3')
  })

  it('notices every single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 6e10, max: 1e11 - 1 }),
        fc.nat(11),
        fc.integer({ min: 1, max: 9 }),
        (n, at, by) => {
          const body = String(n)
          const number = body + luhnDigit(body)
          expect(isMemberNo(number)).toBe(true)
          const wrong = [...number]
            .map((d, i) => (i === at ? String((Number(d) + by) % 10) : d))
            .join('')
          expect(isMemberNo(wrong)).toBe(false)
        },
      ),
    )
  })

  it('is never taken for a mobile', () => {
    expect(isMobile('612345678903')).toBe(false)
    expect(isMemberNo('13812346207')).toBe(false)
  })
})

describe('mobiles', () => {
  it.each(['138 1234 6207', '+86 13812346207', '0086138-1234-6207', '１３８１２３４６２０７'])(
    'reads %s as people write it',
    (text) => expect(normaliseMobile(text)).toBe('13812346207'),
  )

  it.each(['12812346207', '1381234620', '138123462071', '86138123462', '138123462o7', ''])(
    'refuses %s',
    (text) => expect(isMobile(normaliseMobile(text))).toBe(false),
  )

  it('shows the first three and the last four digits', () => {
    expect(maskMobile('13812346207')).toBe('138****6207')
  })
})

describe('a local time', () => {
  it.each([
    // Comes twice: at +02:00 and an hour later at +01:00.
    ['Europe/Berlin', '2025-10-26T02:30:00', '2025-10-26T00:30:00.000Z'],
    ['Europe/Berlin', '2025-10-26T01:59:59', '2025-10-25T23:59:59.000Z'],
    ['Europe/Berlin', '2025-10-26T03:00:00', '2025-10-26T02:00:00.000Z'],
    ['America/New_York', '2025-11-02T01:30:00', '2025-11-02T05:30:00.000Z'],
    // Left out: 02:00 at -05:00 is 03:00 at -04:00.
    ['America/New_York', '2025-03-09T02:30:00', '2025-03-09T07:30:00.000Z'],
    ['America/New_York', '2025-03-09T01:59:59', '2025-03-09T06:59:59.000Z'],
    ['America/New_York', '2025-03-09T03:00:00', '2025-03-09T07:00:00.000Z'],
    // The day has no midnight: its first hour is left out.
    ['America/Santiago', '2025-09-07T00:00:00', '2025-09-07T04:00:00.000Z'],
    ['America/Santiago', '2025-09-06T23:59:59', '2025-09-07T03:59:59.000Z'],
    // A whole day was left out.
    ['Pacific/Apia', '2011-12-30T00:00:00', '2011-12-30T10:00:00.000Z'],
    ['Asia/Shanghai', '2026-03-18T14:26:00', '2026-03-18T06:26:00.000Z'],
  ])(
    'of %s, %s, is the first of two, or after the change that leaves it out',
    (zone, local, at) => {
      expect(instantOf(local, zone).toISOString()).toBe(at)
    },
  )

  it('at the beginning of a day belongs to that day, also where it has no midnight', () => {
    for (const [zone, day] of [
      ['America/Santiago', '2025-09-07'],
      ['America/Santiago', '2025-04-06'],
      ['Europe/Berlin', '2025-10-26'],
      ['Asia/Shanghai', '2026-03-18'],
    ] as const) {
      const begins = instantOf(`${day}T00:00:00`, zone)
      expect(businessDate(begins, zone), zone).toBe(day)
      expect(businessDate(new Date(begins.getTime() - 1), zone) < day, zone).toBe(true)
    }
  })
})

describe('version handshake', () => {
  it('says which side has to be updated', () => {
    const own = { protocol: 3, protocolOldest: 2 }
    expect(compareProtocol({ protocol: 3, protocolOldest: 3 }, own)).toBe('ok')
    expect(compareProtocol({ protocol: 4, protocolOldest: 2 }, own)).toBe('ok')
    expect(compareProtocol({ protocol: 9, protocolOldest: 4 }, own)).toBe('clientTooOld')
    expect(compareProtocol({ protocol: 1, protocolOldest: 1 }, own)).toBe('serverTooOld')
  })
})
