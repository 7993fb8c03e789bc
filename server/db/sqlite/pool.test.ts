import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sqliteAdapterFactory } from './adapter.ts'
import { SqliteConnection } from './connection.ts'
import { SqlitePool } from './pool.ts'

describe('the pool of SQLite connections', () => {
  let folder: string
  let path: string
  let pool: SqlitePool
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), '会员 台-'))
    path = join(folder, 'pool.db')
    pool = await SqlitePool.open(path)
    await pool.write((connection) => connection.run('CREATE TABLE t (n INTEGER UNIQUE)'))
  })
  afterEach(async () => {
    await pool.close()
    await rm(folder, { recursive: true, force: true })
  })

  const insert = (n: number) => (connection: SqliteConnection) =>
    connection.run('INSERT INTO t VALUES (?)', [n])
  const stored = () =>
    pool.read(async (connection) =>
      (await connection.all('SELECT n FROM t ORDER BY n')).map((row) => row['n']),
    )

  it('runs the statements of a transaction in the order asked', async () => {
    const transaction = await pool.begin()
    const all = [3, 1, 2].map((n) => transaction.run(insert(n)))
    const commit = transaction.commit()
    await Promise.all([...all, commit])
    expect(await stored()).toEqual([1, 2, 3])
  })

  it('refuses statements after the end, when the connection is someone else’s', async () => {
    const first = await pool.begin()
    await first.rollback()
    const second = await pool.begin()
    await expect(first.run(insert(1))).rejects.toMatchObject({
      cause: { kind: 'TransactionAlreadyClosed' },
    })
    await expect(first.commit()).rejects.toMatchObject({
      cause: { kind: 'TransactionAlreadyClosed' },
    })
    await first.rollback()
    await second.run(insert(2))
    await second.commit()
    expect(await stored()).toEqual([2])
  })

  it('leaves only a rollback after a failed statement, as Postgres does', async () => {
    const transaction = await pool.begin()
    await transaction.run(insert(1))
    await expect(transaction.run(insert(1))).rejects.toThrow('UNIQUE')
    await expect(transaction.run(insert(2))).rejects.toMatchObject({
      cause: { kind: 'TransactionAlreadyClosed' },
    })
    await expect(transaction.commit()).rejects.toMatchObject({
      cause: { kind: 'TransactionAlreadyClosed' },
    })
    expect(await stored()).toEqual([])
    await pool.write(insert(3))
    expect(await stored()).toEqual([3])
  })

  it('replaces a writer that can’t be brought out of its transaction', async () => {
    const transaction = await pool.begin()
    await transaction.run(insert(1))
    await transaction.run((connection) => {
      vi.spyOn(connection, 'run').mockRejectedValueOnce(new Error('disk I/O error'))
      return Promise.resolve()
    })
    await transaction.rollback()
    await pool.write(insert(2))
    expect(await stored()).toEqual([2])
  })

  it('does not go on in the transaction of a script that stopped half-way', async () => {
    const adapter = await sqliteAdapterFactory(pool).connect()
    const script = 'BEGIN; INSERT INTO t VALUES (1); INSERT INTO nowhere VALUES (1); COMMIT'
    await expect(adapter.executeScript(script)).rejects.toMatchObject({
      cause: { kind: 'TableDoesNotExist' },
    })
    await pool.write(insert(2))
    expect(await stored()).toEqual([2])
  })

  it('refuses to begin or end a transaction by SQL', async () => {
    const adapter = await sqliteAdapterFactory(pool).connect()
    for (const sql of ['BEGIN', ' commit', 'ROLLBACK', 'SAVEPOINT x', 'END']) {
      const query = { sql, args: [], argTypes: [] }
      await expect(adapter.executeRaw(query)).rejects.toThrow('by the client, not by SQL')
      await expect(adapter.queryRaw(query)).rejects.toThrow('by the client, not by SQL')
    }
  })

  it('lets readers write nothing', async () => {
    await expect(pool.read(insert(1))).rejects.toThrow('SQLITE_READONLY')
  })

  it('keeps a bounded number of statements, and none of the long ones', async () => {
    await pool.read(async (connection) => {
      for (let n = 0; n < 300; n += 1) await connection.all(`SELECT ${n}`)
      expect(connection.cachedStatements).toBe(200)
      const values = Array.from({ length: 10_000 }, (_, n) => n)
      const query = `SELECT 1 FROM t WHERE n IN (${values.map(() => '?').join()})`
      expect(await connection.all(query, values)).toEqual([])
      expect(connection.cachedStatements).toBeLessThanOrEqual(200)
      expect(await connection.all('SELECT 299 AS n')).toEqual([{ n: 299 }])
    })
  })

  it('closes after the work under way, and refuses what comes later', async () => {
    const transaction = await pool.begin()
    await transaction.run(insert(1))
    const reading = pool.read((connection) => connection.all('SELECT n FROM t'))
    const waiting = pool.write(insert(2))
    const closing = pool.close()
    await expect(pool.read((connection) => connection.all('SELECT 1'))).rejects.toMatchObject({
      cause: { kind: 'ConnectionClosed' },
    })
    await expect(pool.write(insert(3))).rejects.toMatchObject({
      cause: { kind: 'ConnectionClosed' },
    })
    await expect(pool.begin()).rejects.toMatchObject({ cause: { kind: 'ConnectionClosed' } })
    await transaction.run(insert(4))
    await transaction.commit()
    await Promise.all([reading, waiting, closing])
    const after = await SqliteConnection.open(path)
    expect(await after.all('SELECT n FROM t ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }, { n: 4 }])
    await after.close()
  })
})
