import { Pool } from 'pg'
import sqlite3 from 'sqlite3'
import type { DatabaseLocation } from '../db/open.ts'

/** The driver by itself, without anything of ours between it and who asks. */
export interface BareDriver {
  /** Runs a query whose bound values are written `?`. */
  all(sql: string, values: readonly unknown[]): Promise<unknown[]>
  close(): Promise<void>
}

function bareSqlite(path: string): BareDriver {
  const database = new sqlite3.Database(path, sqlite3.OPEN_READONLY)
  const statements = new Map<string, sqlite3.Statement>()
  return {
    all(sql, values) {
      const statement = statements.get(sql) ?? database.prepare(sql)
      statements.set(sql, statement)
      return new Promise((resolve, reject) => {
        statement.all(values, (error: Error | null, rows: unknown[]) =>
          error ? reject(error) : resolve(rows),
        )
      })
    },
    close: () =>
      new Promise((resolve, reject) => {
        for (const statement of statements.values()) statement.finalize()
        database.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}

function barePostgres(url: string): BareDriver {
  const pool = new Pool({ connectionString: url, max: 1 })
  const names = new Map<string, string>()
  return {
    async all(sql, values) {
      const name = names.get(sql) ?? `bare${names.size}`
      names.set(sql, name)
      let n = 0
      const text = sql.replaceAll('?', () => `$${(n += 1)}`)
      return (await pool.query({ name, text, values: [...values] })).rows as unknown[]
    },
    close: () => pool.end(),
  }
}

export const bareDriver = (location: DatabaseLocation): BareDriver =>
  location.provider === 'sqlite' ? bareSqlite(location.path) : barePostgres(location.url)
