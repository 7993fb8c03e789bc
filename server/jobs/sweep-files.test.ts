import { randomUUID } from 'node:crypto'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createKeyring } from '../kernel/keyring.ts'
import { sealTo } from '../kernel/sealed-file.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { TEST_ROOT_SECRET } from '../testing/test-context.ts'
import { sweepFiles } from './sweep-files.ts'

const secretOf = (byte: number) => Buffer.alloc(32, byte).toString('base64')

describeOnBothDatabases('sweeping the folder of files', (database) => {
  let desk: JobDesk

  beforeEach(async () => {
    desk = await makeJobDesk(database())
  })
  afterEach(() => desk.close())

  const seal = async (name: string, secret: string) => {
    const path = join(desk.folder, name)
    await pipeline([Buffer.from('1,夏夏')], sealTo(path, createKeyring(secret), name))
  }
  const ageAll = async () => {
    const at = new Date(desk.clock.now().getTime() - 25 * 3_600_000)
    for (const name of await readdir(desk.folder)) await utimes(join(desk.folder, name), at, at)
  }

  it('leaves alone what another database has sealed there, and what nobody has', async () => {
    const [own, empty] = [`import-${randomUUID()}`, `refusals-${randomUUID()}`]
    const foreign = [`import-${randomUUID()}`, `members-${randomUUID()}.csv`]
    const plain = `orders-${randomUUID()}.csv`
    await seal(own, TEST_ROOT_SECRET)
    await writeFile(join(desk.folder, empty), '')
    for (const name of foreign) await seal(name, secretOf(9))
    await writeFile(join(desk.folder, plain), '订单号,金额\n1,20.00\n')
    await ageAll()
    expect((await desk.cleanUp()).sort()).toEqual([...foreign, plain].sort())
  })

  it('takes away what was sealed with a key that this database is leaving', async () => {
    const name = `import-${randomUUID()}`
    await seal(name, TEST_ROOT_SECRET)
    await ageAll()
    const keys = createKeyring(secretOf(3), [TEST_ROOT_SECRET])
    await sweepFiles({ ...desk.ctx, keys }, desk.folder)
    expect(await readdir(desk.folder)).toEqual([])
  })
})
