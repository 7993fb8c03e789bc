import { describe } from 'vitest'
import { describeErrors } from './conformance/errors.ts'
import { describeLoad } from './conformance/load.ts'
import { describeQueries } from './conformance/queries.ts'
import { describeRecovery } from './conformance/recovery.ts'
import type { OpenSubject } from './conformance/subject.ts'
import { describeTransactions } from './conformance/transactions.ts'
import { describeValues } from './conformance/values.ts'

/** What every SQLite adapter for Prisma has to do, whoever made it. */
export function describeConformance(name: string, open: OpenSubject): void {
  describe(name, () => {
    describeValues(open)
    describeQueries(open)
    describeErrors(open)
    describeTransactions(open)
    describeRecovery(open)
    describeLoad(open)
  })
}
