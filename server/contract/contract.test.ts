import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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

describe('version handshake', () => {
  it('says which side has to be updated', () => {
    const own = { protocol: 3, protocolOldest: 2 }
    expect(compareProtocol({ protocol: 3, protocolOldest: 3 }, own)).toBe('ok')
    expect(compareProtocol({ protocol: 4, protocolOldest: 2 }, own)).toBe('ok')
    expect(compareProtocol({ protocol: 9, protocolOldest: 4 }, own)).toBe('clientTooOld')
    expect(compareProtocol({ protocol: 1, protocolOldest: 1 }, own)).toBe('serverTooOld')
  })
})
