import { Pool, type PoolClient } from 'pg'
import sqlite3 from 'sqlite3'
import type { Ctx, Db } from '../db/context.ts'
import { DirectTransaction } from '../db/direct.ts'
import type { DatabaseLocation } from '../db/open.ts'
import { inTransaction } from '../db/transaction.ts'
import type { LedgerCommand } from '../modules/points/ledger-commands.ts'
import { postCommands } from '../modules/points/post-commands.ts'

interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

class RolledBack extends Error {}

/** The statements that commands come to, transaction by transaction. Nothing of them stays. */
export async function recordCommands(
  ctx: Ctx<Db>,
  groups: readonly (readonly LedgerCommand[])[],
): Promise<Statement[][]> {
  const recorded: Statement[][] = []
  const { query, execute } = DirectTransaction.prototype
  let current: Statement[] = []
  DirectTransaction.prototype.query = function (text, values) {
    current.push({ text, values })
    return query.call(this, text, values)
  }
  DirectTransaction.prototype.execute = function (text, values) {
    current.push({ text, values })
    return execute.call(this, text, values)
  }
  try {
    for (const group of groups) {
      current = []
      await inTransaction(ctx, async (ctx) => {
        await postCommands(ctx, group)
        throw new RolledBack()
      }).catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error
      })
      recorded.push(current)
    }
  } finally {
    Object.assign(DirectTransaction.prototype, { query, execute })
  }
  return recorded
}

/** Replays transactions through `pg` alone, over so many connections. @returns how long it took, in ms */
async function replayPostgres(url: string, groups: readonly Statement[][], connections: number) {
  const pool = new Pool({ connectionString: url, max: connections })
  const names = new Map<string, string>()
  let next = 0
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? `bare${names.size}`
    names.set(text, name)
    return name
  }
  const work = async (client: PoolClient) => {
    for (let group = groups[next++]; group; group = groups[next++]) {
      await client.query('BEGIN')
      for (const { text, values } of group)
        await client.query({ name: nameOf(text), text, values: [...values] })
      await client.query('COMMIT')
    }
    client.release()
  }
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
  const startedAtMs = performance.now()
  await Promise.all(clients.map(work))
  const tookMs = performance.now() - startedAtMs
  await pool.end()
  return tookMs
}

/** Replays transactions through `sqlite3` alone. @returns how long it took, in ms */
async function replaySqlite(path: string, groups: readonly Statement[][]) {
  const database = new sqlite3.Database(path)
  const statements = new Map<string, sqlite3.Statement>()
  const all = (text: string, values: readonly unknown[]) => {
    const statement = statements.get(text) ?? database.prepare(text)
    statements.set(text, statement)
    return new Promise<void>((resolve, reject) => {
      statement.all(values.map(plain), (error: Error | null) => (error ? reject(error) : resolve()))
    })
  }
  const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'])
    await all(`PRAGMA ${pragma}`, [])
  const startedAtMs = performance.now()
  for (const group of groups) {
    await all('BEGIN IMMEDIATE', [])
    for (const { text, values } of group) await all(text, values)
    await all('COMMIT', [])
  }
  const tookMs = performance.now() - startedAtMs
  for (const statement of statements.values()) statement.finalize()
  await new Promise((resolve) => database.close(resolve))
  return tookMs
}

/** Replays what was recorded through the driver alone. @returns milliseconds */
export const replay = (
  location: DatabaseLocation,
  groups: readonly Statement[][],
  connections: number,
): Promise<number> =>
  location.provider === 'sqlite'
    ? replaySqlite(location.path, groups)
    : replayPostgres(location.url, groups, connections)
