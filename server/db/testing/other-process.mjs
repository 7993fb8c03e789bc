// A process of its own that works on one SQLite file: locks are only real between processes.
// Started by `other-process.ts`; answers each message { id, sql } with { id, rows } or { id, error }.
import sqlite3 from 'sqlite3'

const database = new sqlite3.Database(process.argv[2], (failure) => {
  process.send({ id: 0, error: failure?.message })
})

process.on('message', ({ id, sql }) => {
  database.all(sql, (failure, rows) => process.send({ id, rows, error: failure?.message }))
})
process.on('disconnect', () => process.exit())
