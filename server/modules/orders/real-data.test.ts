import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importBytes } from '../../testing/import-text.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { listMembersInput } from '../members/members.contract.ts'
import { countMembers, listMembers, memberImporter } from '../members/members.service.ts'
import { countOrders, orderImporter } from './orders.service.ts'

/** The CDNOW histories lie beside the checkout where they may be used, and are never part of it. */
const FOLDER = join(import.meta.dirname, '../../../../shared/data')
const fileOf = (name: string) => readFileSync(join(FOLDER, name))
/** Rows imported a second time. */
const REPEATED = 5_000
const firstLines = (file: Buffer, rows: number): string =>
  file
    .toString('utf8')
    .split('\n')
    .slice(0, rows + 1)
    .join('\n')
const TIMEOUT_MS = 180_000
/** Published figures of the data set (Fader and Hardie). */
const MEMBERS = 23_570
const ORDERS = 69_659
const FEN = 250_031_563

describeOnBothDatabases('the real members and orders', (database) => {
  it.skipIf(!existsSync(join(FOLDER, 'cdnow-orders.csv')))(
    'are imported completely, twice with one effect, and add up to the published figures',
    { tags: 'long', timeout: TIMEOUT_MS },
    async () => {
      const ctx = makeTestContext(database())
      for (const [importer, name, rows] of [
        [memberImporter, 'cdnow-members.csv', MEMBERS],
        [orderImporter, 'cdnow-orders.csv', ORDERS],
      ] as const) {
        const file = fileOf(name)
        const first = await importBytes(ctx, importer, file)
        expect(first).toMatchObject({ created: { rows }, refused: { rows: 0 } })
        // A part is enough here: the whole is repeated by `npm run bench -- import-kills`.
        const again = await importBytes(ctx, importer, firstLines(file, REPEATED))
        expect(again).toMatchObject({ created: { rows: 0 }, unchanged: { rows: REPEATED } })
      }
      expect(await countMembers(ctx)).toEqual({ members: MEMBERS, activeMembers: MEMBERS })
      const totals = { orders: ORDERS, paidFen: FEN, bookedOrders: ORDERS, bookedFen: FEN }
      expect(await countOrders(ctx)).toEqual(totals)
      const { list } = await listMembers(ctx, listMembersInput.parse({ sort: 'spendFen' }))
      expect(list[0]).toMatchObject({
        externalId: '07592',
        orderCount: 201,
        spendFen: 1_399_093,
        mobileMasked: '199****7592',
      })
    },
  )
})
