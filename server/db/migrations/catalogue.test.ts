import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeTestLocation, PROVIDERS } from '../../testing/test-database.ts'
import { withAdapter } from '../testing/drift.ts'
import { diagnoseHistory } from '../testing/schema-engine.ts'
import { migrationsOf } from './catalogue.ts'

const FOLDER = join(import.meta.dirname, '../../../prisma/migrations')
const names = (provider: 'sqlite' | 'postgresql') => migrationsOf(provider).map(({ name }) => name)

describe('the migrations of this program', () => {
  it('have the same names on both databases', () => {
    expect(names('sqlite')).toEqual(names('postgresql'))
    expect(names('sqlite').length).toBeGreaterThan(0)
  })

  describe.each(PROVIDERS)('for %s', (provider) => {
    it('are all built in, named by time and what', async () => {
      const folders = await readdir(join(FOLDER, provider), { withFileTypes: true })
      const onDisk = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name)
      expect(names(provider)).toEqual(onDisk.sort())
      for (const name of names(provider)) expect(name).toMatch(/^\d{14}_[a-z0-9_]+$/)
    })

    it('leave beginning and ending the transaction to whoever applies them', () => {
      for (const { script } of migrationsOf(provider)) {
        const statements = script.replaceAll(/--.*$/gm, '').split(';')
        for (const statement of statements) {
          expect(statement.trim()).not.toMatch(
            /^(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK|SAVEPOINT)\b/i,
          )
        }
      }
    })

    it('are kept in the books as Prisma keeps them', async () => {
      const place = await makeTestLocation(provider)
      const history = await withAdapter(place.location, (adapter) =>
        diagnoseHistory({ provider, adapter }, migrationsOf(provider)),
      )
      expect(history).toMatchObject({
        hasMigrationsTable: true,
        history: null,
        editedMigrationNames: [],
        failedMigrationNames: [],
      })
      await place.remove()
    })
  })
})
