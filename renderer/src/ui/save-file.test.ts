import { afterEach, expect, test, vi } from 'vitest'
import { saveFile } from './save-file.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('a file that was handed out stays readable until its download has begun', () => {
  vi.useFakeTimers()
  const link = { href: '', download: '', click: vi.fn() }
  vi.stubGlobal('document', { createElement: () => link })
  const revoke = vi.spyOn(URL, 'revokeObjectURL')
  saveFile('key.json', '{}', 'application/json')
  expect(link).toMatchObject({ download: 'key.json', href: expect.stringMatching(/^blob:/) })
  expect(link.click).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(5_000)
  expect(revoke).not.toHaveBeenCalled()
  vi.advanceTimersByTime(5_000)
  expect(revoke).toHaveBeenCalledWith(link.href)
})
