import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { z } from 'zod'

const SEQUENCES = z.array(z.object({ name: z.string(), last: z.string().nullable() }))
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

async function readJson<T extends z.ZodType>(folder: string, name: string, schema: T) {
  return schema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))
}

/** Reads a backup of `backupTables` into a database migrated to the same point, replacing its rows. */
export async function restoreTables(client: Client, folder: string): Promise<void> {
  const tables = await readJson(folder, 'tables.json', z.array(z.string()))
  await client.query('BEGIN')
  // Rows come table by table: references are whole only in the end.
  await client.query(`SET LOCAL session_replication_role = 'replica'`)
  await client.query(`TRUNCATE ${tables.map(quoted).join(', ')}`)
  for (const name of tables) {
    const file = createReadStream(join(folder, `${name}.copy.gz`))
    await pipeline(file, createGunzip(), client.query(copyFrom(`COPY ${quoted(name)} FROM STDIN`)))
  }
  for (const { name, last } of await readJson(folder, 'sequences.json', SEQUENCES)) {
    if (last !== null) await client.query('SELECT setval($1::regclass, $2)', [quoted(name), last])
  }
  await client.query('COMMIT')
}
