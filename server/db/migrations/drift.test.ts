import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { silentLogger } from '../../testing/silent-logger.ts'
import { PROVIDERS, makeTestLocation, type TestLocation } from '../../testing/test-database.ts'
import { openDatabase } from '../open.ts'
import { missingSqlAt } from '../testing/drift.ts'
import { migrationsOf } from './catalogue.ts'

const MODELS = join(import.meta.dirname, '../../../prisma/models')
const NEW_MODELS = `
model DriftParent {
  id       Int          @id @default(autoincrement())
  name     String       @unique
  total    BigInt?
  children DriftChild[]
}

model DriftChild {
  id       String      @id
  parentId Int
  parent   DriftParent @relation(fields: [parentId], references: [id], onDelete: Cascade)
  at       DateTime

  @@index([parentId, at])
}
`

describe.each(PROVIDERS)('the migrations of %s', (provider) => {
  let place: TestLocation
  beforeEach(async () => {
    place = await makeTestLocation(provider)
  })
  afterEach(() => place.remove())

  it('lead to the models, with nothing missing', async () => {
    expect(await missingSqlAt(place.location)).toBe('')
  })

  it('show what is missing for a new model, and nothing more once that is applied', async () => {
    const models = join(place.folder, 'models')
    await cp(MODELS, models, { recursive: true })
    await writeFile(join(models, 'drift.prisma'), NEW_MODELS)
    const script = await missingSqlAt(place.location, models)
    expect(script).toContain('CREATE TABLE "DriftChild"')
    expect(script).toContain('FOREIGN KEY')
    expect(script).not.toContain('"Member"')

    const migrations = [...migrationsOf(provider), { name: '29990101000000_drift', script }]
    const options = { backupDir: place.folder, clock: systemClock, log: silentLogger, migrations }
    await (await openDatabase({ ...options, location: place.location })).close()
    expect(await missingSqlAt(place.location, models)).toBe('')
  })
})
