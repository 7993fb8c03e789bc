import { createWriteStream } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/**
 * Copies every table of the current schema from one snapshot into `folder`, one gzipped COPY text file
 * a table. It is read back by `COPY … FROM` into a database migrated to the same point, which the
 * copied bookkeeping table names; `sequences.json` says where the counters stood (not at all when null),
 * or new rows would get numbers that are taken. Needs no program of Postgres beside the server.
 *
 * @returns the folder, which appears only when complete
 */
export async function backupTables(client: PoolClient, folder: string): Promise<string> {
  const partial = `${folder}.partial`
  await mkdir(partial, { recursive: true, mode: 0o700 })
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`,
    )
    for (const { name } of rows) {
      const stream = client.query(copyTo(`COPY ${quoted(name)} TO STDOUT`))
      await pipeline(
        stream,
        createGzip(),
        createWriteStream(join(partial, `${name}.copy.gz`), { mode: 0o600 }),
      )
    }
    const sequences = await client.query<{ name: string; last: string | null }>(
      `SELECT sequencename AS name, last_value AS last FROM pg_sequences
       WHERE schemaname = current_schema() ORDER BY 1`,
    )
    await writeFile(join(partial, 'tables.json'), JSON.stringify(rows.map(({ name }) => name)))
    await writeFile(join(partial, 'sequences.json'), JSON.stringify(sequences.rows))
  } finally {
    await client.query('ROLLBACK')
  }
  await rename(partial, folder)
  return folder
}
