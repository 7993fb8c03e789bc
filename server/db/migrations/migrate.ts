import { AppError } from '../../kernel/app-error.ts'
import type { Logger } from '../../kernel/logger.ts'
import { checksum, type Migration } from './catalogue.ts'

export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
}

/** What a database has to offer so that its schema can be moved on. */
export interface MigrationTarget {
  /** Runs work while no other process migrates the same database. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** Finished migrations by name; none when the bookkeeping table does not exist. Writes nothing. */
  applied(): Promise<AppliedMigration[]>
  /** A complete copy of the data as it is; answers where. */
  backup(label: string): Promise<string>
  /** Script and bookkeeping in one transaction: afterwards both are there or neither. */
  apply(migration: Migration, sum: string): Promise<void>
}

/** Refuses a database that this code does not know how to read. */
function assertKnown(
  applied: readonly AppliedMigration[],
  known: ReadonlyMap<string, Migration>,
): void {
  for (const { name, checksum: sum } of applied) {
    const migration = known.get(name)
    if (!migration) throw new AppError('DATABASE_NEWER', { migration: name })
    if (checksum(migration) !== sum) throw new AppError('MIGRATION_CHANGED', { migration: name })
  }
}

/**
 * Brings a database up to the given migrations: checks what was applied, backs up a database that
 * holds data, then applies what is missing in order, each in a transaction of its own.
 *
 * @returns names of the migrations applied now
 * @throws AppError DATABASE_NEWER, MIGRATION_CHANGED before anything is written; MIGRATION_FAILED with
 *   the place of the backup, the database being as it was before that migration
 */
export function migrate(
  target: MigrationTarget,
  migrations: readonly Migration[],
  log: Logger,
): Promise<string[]> {
  return target.exclusively(async () => {
    const applied = await target.applied()
    assertKnown(applied, new Map(migrations.map((migration) => [migration.name, migration])))
    const done = new Set(applied.map(({ name }) => name))
    const missing = migrations.filter(({ name }) => !done.has(name))
    const [first] = missing
    if (!first) return []

    const backup = applied.length > 0 ? await target.backup(first.name) : ''
    if (backup) log.info({ backup }, 'backed up before migrating')
    for (const migration of missing) {
      try {
        await target.apply(migration, checksum(migration))
      } catch (error) {
        const params = { migration: migration.name, backup: backup || '-' }
        throw new AppError('MIGRATION_FAILED', params, { cause: error })
      }
      log.info({ migration: migration.name }, 'applied migration')
    }
    return missing.map(({ name }) => name)
  })
}
