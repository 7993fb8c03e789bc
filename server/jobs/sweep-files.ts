import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ctx } from '../db/context.ts'
import { filesIn } from '../kernel/files-in.ts'
import { DRAFT_ENDING, sealedWith } from '../kernel/sealed-file.ts'
import { keptImports } from '../modules/imports/imports.service.ts'
import { jobsWithFiles } from '../modules/jobs/jobs.service.ts'

/** What is written at this moment may have no row yet. */
const YOUNG_MS = 24 * 3_600_000
const BATCH = 200
/** Names that jobs and uploads give their files; what else somebody put into the folder is not ours. */
const OWN = /^(import|refusals|audit|members|orders|points)-([0-9a-f-]{36})(\.[0-9a-z.]+)?$/

interface OwnFile {
  readonly name: string
  readonly what: string
  /** Of the upload, or of the job. */
  readonly id: string
}

const readName = (name: string): OwnFile[] => {
  const [, what, id] = OWN.exec(name) ?? []
  return what === undefined || id === undefined ? [] : [{ name, what, id }]
}

async function isOld(ctx: Ctx, path: string): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs < ctx.clock.now().getTime() - YOUNG_MS
  } catch {
    return false
  }
}

/**
 * Files of another database may lie in the same folder: what was sealed with none of its keys is not this
 * one's to judge. An empty file is what a crash leaves before the first byte.
 */
async function isOurs({ keys }: Ctx, path: string): Promise<boolean> {
  try {
    if ((await stat(path)).size === 0) return true
    const keyId = await sealedWith(path)
    return keyId === keys.keyId || keys.retiredIds.includes(keyId)
  } catch {
    return false
  }
}

/** Those of the files that nothing refers to any more. */
async function strayOf(ctx: Ctx, files: readonly OwnFile[]): Promise<OwnFile[]> {
  const ids = [...new Set(files.map(({ id }) => id))]
  const uploads = await keptImports(ctx, ids)
  const jobs = await jobsWithFiles(ctx, ids)
  return files.filter(({ name, what, id }) => {
    if (name.endsWith(DRAFT_ENDING)) return true
    if (what === 'import') return !uploads.has(id)
    const job = jobs.get(id)
    if (!job) return true
    // While it is under way a job has no file yet, and may write any.
    return what !== 'refusals' && job.resultFile !== null && job.resultFile !== name
  })
}

/**
 * Takes files away that a crash left: of a job that was given up, half of an upload, drafts. A file of a day
 * and more that no row refers to is one of them, if it was sealed with a key of this database.
 */
export async function sweepFiles(ctx: Ctx, folder: string): Promise<void> {
  const files = (await filesIn(folder)).flatMap(readName)
  for (let i = 0; i < files.length; i += BATCH) {
    for (const { name } of await strayOf(ctx, files.slice(i, i + BATCH))) {
      const path = join(folder, name)
      if ((await isOld(ctx, path)) && (await isOurs(ctx, path))) await rm(path, { force: true })
    }
  }
}
