import { vi } from 'vitest'

/** A log that says nothing and remembers what it was told. */
export const quietLog = () => ({ info: vi.fn(), warn: vi.fn(), error: vi.fn() })
