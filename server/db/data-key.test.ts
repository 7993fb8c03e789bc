import { expect, it } from 'vitest'
import { createKeyring } from '../kernel/keyring.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { assertDataKey } from './data-key.ts'

describeOnBothDatabases('the data key', (database) => {
  it('is noted by the first start and refused when another comes', async () => {
    const ctx = makeTestContext(database())
    await assertDataKey(ctx)
    await assertDataKey(ctx)
    const keys = createKeyring(Buffer.alloc(32, 9).toString('base64'))
    await expect(assertDataKey({ ...ctx, keys })).rejects.toMatchObject({
      code: 'DATA_KEY_MISMATCH',
    })
  })
})
