import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { listMembersInput } from './members.contract.ts'
import { countMembers, importMembers, listMembers, readMemberFile } from './members.service.ts'

/** The CDNOW customers lie beside the checkout where they may be used, and are never part of it. */
const FILE = join(import.meta.dirname, '../../../../shared/data/cdnow-members.csv')
const MEMBERS = 23_570
const TIMEOUT_MS = 120_000

describeOnBothDatabases('the real members', (database) => {
  it.skipIf(!existsSync(FILE))(
    'are imported completely, twice with one effect, and found',
    async () => {
      const ctx = makeTestContext(database())
      const first = await importMembers(ctx, readMemberFile(FILE))
      expect(first).toMatchObject({ rows: MEMBERS, created: MEMBERS, refused: 0 })
      const second = await importMembers(ctx, readMemberFile(FILE))
      expect(second).toMatchObject({ rows: MEMBERS, created: 0, unchanged: MEMBERS, refused: 0 })
      expect(await countMembers(ctx)).toEqual({ members: MEMBERS, activeMembers: MEMBERS })
      const found = await listMembers(ctx, listMembersInput.parse({ keyword: '19900007592' }))
      expect(found).toMatchObject({ total: 1, list: [{ externalId: '07592' }] })
    },
    TIMEOUT_MS,
  )
})
