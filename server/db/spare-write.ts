import { databaseCode } from '../kernel/describe-error.ts'

/** Is this the refusal of a disk that is full? */
export const isDiskFull = (error: unknown): boolean => databaseCode(error) === 'DISK_FULL'

/**
 * A write that nothing depends on, such as when somebody was last seen. It is left out while the disk is full, so
 * that what is there can still be read. Not for use inside a transaction, which it would end.
 */
export async function spareWrite(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
}
