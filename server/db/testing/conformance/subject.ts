import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { invariant } from '../../../kernel/invariant.ts'
import type { PrismaClient } from '../generated/client.ts'
import { startOtherProcess, type OtherProcess } from '../other-process.ts'

/** An open client over the adapter under test. */
export interface Subject {
  readonly client: PrismaClient
  close(): Promise<void>
}

export interface SubjectOptions {
  readonly busyTimeoutMs: number
}

/** How an adapter is opened on a file; the tables are there already. */
export type OpenSubject = (path: string, options: SubjectOptions) => Promise<Subject>

/** The tables of `models/conformance.prisma`, as Prisma would write them. */
const TABLES = [
  `CREATE TABLE "Kind" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "text" TEXT, "int" INTEGER,
     "big" BIGINT, "float" REAL, "decimal" DECIMAL, "boolean" BOOLEAN, "dateTime" DATETIME,
     "json" JSONB, "bytes" BLOB)`,
  `CREATE TABLE "Account" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL,
     "balance" INTEGER NOT NULL)`,
  `CREATE UNIQUE INDEX "Account_name_key" ON "Account"("name")`,
  `CREATE TABLE "Note" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "accountId" INTEGER NOT NULL,
     "body" TEXT NOT NULL, CONSTRAINT "Note_accountId_fkey" FOREIGN KEY ("accountId")
     REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE)`,
]

interface Place {
  readonly path: string
  readonly subject: Subject
  readonly other: OtherProcess
}

interface PlaceOptions extends Partial<SubjectOptions> {
  readonly journalMode?: 'wal' | 'delete'
}

const BUSY_TIMEOUT_MS = 5_000

/**
 * A fresh file for the tests around: the client of the adapter under test, and another process on the
 * same file, by which locks are held and what is really stored is seen.
 */
export function useSubject(open: OpenSubject, options: PlaceOptions = {}): () => Place {
  let folder: string | undefined
  let place: Place | undefined
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), '会员 台-'))
    const path = join(folder, '会员 数据.db')
    const other = await startOtherProcess(path)
    await other.all(`PRAGMA journal_mode = ${options.journalMode ?? 'wal'}`)
    for (const statement of TABLES) await other.all(statement)
    const busyTimeoutMs = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS
    place = { path, other, subject: await open(path, { busyTimeoutMs }) }
  })
  afterAll(async () => {
    await place?.subject.close()
    await place?.other.kill()
    if (folder) await rm(folder, { recursive: true, force: true })
  })
  return () => {
    invariant(place, 'the adapter is open while tests run')
    return place
  }
}
