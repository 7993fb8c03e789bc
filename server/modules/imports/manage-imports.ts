import type { Ctx, Tx } from '../../db/context.ts'
import type { ImportFile as StoredFile, Prisma } from '../../db/generated/sqlite/client.ts'
import { inTransaction } from '../../db/transaction.ts'
import { tableFormat } from '../../contract/table.ts'
import type { Language } from '../../contract/errors.ts'
import type { Permission } from '../../contract/permissions.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { JobRow } from '../jobs/jobs.contract.ts'
import { forgetFiles, isUnderWay, jobsAbout, jobsById, startJob } from '../jobs/jobs.service.ts'
import { openUpload, removeBytes } from './import-files.ts'
import {
  importColumn,
  importKind,
  importMapping,
  importResult,
  type ImportFile,
  type ImportFilePage,
  type ImportKind,
  type ListImportsInput,
  type ListRefusalsInput,
  type RefusedRow,
  type SetMappingInput,
  type StartImportInput,
} from './imports.contract.ts'
import { checkMapping } from './mapping.ts'
import { readRefusals, removeRefusals } from './refusals-file.ts'
import { recallMapping } from './remembered-mappings.ts'
import { removeCopy } from './result-copy.ts'
import { shownSample } from './shown-cells.ts'
import { requireTotals } from './stated-totals.ts'
import { readTable } from '../../kernel/table/read-table.ts'

const SAMPLES = 5

/** The right that each kind of import asks for. */
export const IMPORT_NEEDS: Readonly<Record<ImportKind, Permission>> = {
  members: 'members.import',
  orders: 'orders.import',
  points: 'points.import',
}

/** @throws AppError FORBIDDEN */
export function requireImportRight({ actor }: Ctx, kind: ImportKind): void {
  const permission = IMPORT_NEEDS[kind]
  if (!actor.permissions.has(permission)) throw new AppError('FORBIDDEN', { permission })
}

/** Files that the actor may see: his own, or all where he looks after everything. */
function visible({ actor }: Ctx): Prisma.ImportFileWhereInput {
  if (actor.kind === 'program') return {}
  const kinds = Object.entries(IMPORT_NEEDS).flatMap(([kind, right]) =>
    actor.permissions.has(right) ? kind : [],
  )
  const own = actor.kind === 'staff' ? actor.adminUserId : -1
  return { kind: { in: kinds }, ...(actor.scope.kind === 'all' ? {} : { uploadedById: own }) }
}

/** @throws AppError FILE_GONE */
async function findFile(ctx: Ctx, id: string): Promise<StoredFile> {
  const file = await ctx.db.importFile.findFirst({ where: { id, ...visible(ctx) } })
  if (!file || file.expiresAt <= ctx.clock.now()) throw new AppError('FILE_GONE')
  return file
}

/**
 * The same for who is about to change what becomes of the file. All such take turns by changing its row, on
 * both databases: what they find there holds until the commit.
 * @throws AppError FILE_GONE
 */
async function takeFile(ctx: Ctx<Tx>, id: string): Promise<StoredFile> {
  await ctx.db.importFile.updateMany({ where: { id, ...visible(ctx) }, data: { id } })
  return findFile(ctx, id)
}

const rowOf = (file: StoredFile) => ({
  id: file.id,
  kind: importKind.parse(file.kind),
  name: file.name,
  bytes: file.bytes,
  format: tableFormat.parse(file.format),
  orderSource: file.orderSource,
  dryRunJobId: file.dryRunJobId,
  importJobId: file.importJobId,
  uploadedBy: file.uploadedBy,
  createdAt: file.createdAt.getTime(),
  expiresAt: file.expiresAt.getTime(),
})

const headingsOf = (file: StoredFile): string[] =>
  importColumn.shape.heading.array().parse(file.headings)

/** A file's columns with what their first rows hold, masked where it is personal. */
async function readColumns(ctx: Ctx, file: StoredFile) {
  const { kind, format } = rowOf(file)
  const mapping = importMapping.parse(file.mapping)
  const columns = headingsOf(file).map((heading) => ({ heading, samples: [] as string[] }))
  let rows = -1
  for await (const { cells } of readTable(openUpload(ctx, file.id), format)) {
    rows += 1
    if (rows === 0) continue
    columns.forEach(({ heading, samples }, i) =>
      samples.push(shownSample(kind, { field: mapping[i] ?? null, heading }, cells[i] ?? '')),
    )
    if (rows >= SAMPLES) break
  }
  return columns
}

/** One uploaded file as the wizard shows it. @throws AppError FILE_GONE */
export async function getImport(ctx: Ctx, { id }: { id: string }): Promise<ImportFile> {
  const file = await findFile(ctx, id)
  const mapping = importMapping.parse(file.mapping)
  const remembered = await recallMapping(ctx, importKind.parse(file.kind), headingsOf(file))
  return {
    ...rowOf(file),
    columns: await readColumns(ctx, file),
    mapping,
    isMappingRemembered:
      remembered !== undefined && JSON.stringify(remembered.mapping) === JSON.stringify(mapping),
  }
}

const latestJobOf = ({ importJobId, dryRunJobId }: StoredFile): string | null =>
  importJobId ?? dryRunJobId

function workOf(job: JobRow | undefined): ImportFilePage['list'][number]['work'] {
  if (!job) return null
  const { data } = importResult.safeParse(job.result)
  return {
    status: job.status,
    rows: data?.all.rows ?? null,
    refusedRows: data?.refused.rows ?? null,
  }
}

/** One page of uploaded files, the newest first, each with how far it is. */
export async function listImports(ctx: Ctx, input: ListImportsInput): Promise<ImportFilePage> {
  const { pageNo, pageSize, kind } = input
  const where = { AND: [visible(ctx), kind ? { kind } : {}] }
  const [total, files] = await Promise.all([
    ctx.db.importFile.count({ where }),
    ctx.db.importFile.findMany({
      where,
      orderBy: { id: 'desc' },
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
    }),
  ])
  const jobs = await jobsById(
    ctx,
    files.flatMap((file) => latestJobOf(file) ?? []),
  )
  const list = files.map((file) => ({
    ...rowOf(file),
    work: workOf(jobs.get(latestJobOf(file) ?? '')),
  }))
  return { total, list }
}

/**
 * Says which column goes into which field, and who numbers the orders.
 * @throws AppError FILE_GONE, MAPPING_…, IMPORT_STARTED
 */
export function setMapping(
  ctx: Ctx,
  { id, mapping, orderSource = null }: SetMappingInput,
): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const file = await takeFile(ctx, id)
    if (file.importJobId !== null) throw new AppError('IMPORT_STARTED')
    checkMapping(importKind.parse(file.kind), mapping, headingsOf(file).length)
    // What a dry run found holds for the columns it ran with.
    await ctx.db.importFile.update({
      where: { id },
      data: { mapping, orderSource, dryRunJobId: null },
      select: { id: true },
    })
  })
}

interface StartInput {
  readonly id: string
  /** Of the reasons in the copy of the file. */
  readonly language: Language
}

/** Of the files asked for, those that are there. */
export async function keptImports(ctx: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const files = await ctx.db.importFile.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true },
  })
  return new Set(files.map(({ id }) => id))
}

/** A file whose columns can be imported as they are. @throws AppError FILE_GONE, MAPPING_… */
async function takeMapped(ctx: Ctx<Tx>, id: string) {
  const file = await takeFile(ctx, id)
  const kind = importKind.parse(file.kind)
  checkMapping(kind, importMapping.parse(file.mapping), headingsOf(file).length)
  return { kind, importJobId: file.importJobId, dryRunJobId: file.dryRunJobId }
}

/** Starts finding out what an import would come to; writes no member and no order. */
export function startDryRun(ctx: Ctx, { id, language }: StartInput): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const { kind } = await takeMapped(ctx, id)
    const job = await startJob(ctx, `${kind}.dryRun`, { fileId: id, language })
    await ctx.db.importFile.update({
      where: { id },
      data: { dryRunJobId: job.id },
      select: { id: true },
    })
    return job
  })
}

/**
 * Starts the import of a file.
 * @throws AppError FILE_GONE, MAPPING_…, IMPORT_STARTED, JOB_RUNNING, TOTALS_…
 */
export function startImport(
  ctx: Ctx,
  { id, language, ...input }: StartInput & StartImportInput,
): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const file = await takeMapped(ctx, id)
    const { kind, importJobId: before } = file
    const statement = await requireTotals(ctx, file, input)
    const job = await startJob(ctx, `${kind}.import`, { fileId: id, language, ...statement })
    // Started again after the first was cancelled or failed; what is in already changes nothing.
    if (before !== null) {
      const live = await ctx.db.job.count({
        where: { id: before, status: { in: ['queued', 'running', 'done'] } },
      })
      if (live > 0) throw new AppError('IMPORT_STARTED')
    }
    await ctx.db.importFile.update({
      where: { id },
      data: { importJobId: job.id },
      select: { id: true },
    })
    return job
  })
}

/**
 * The first hundred rows that a file's dry run or its import did not take. Other jobs are none of this file's.
 * @throws AppError FILE_GONE, NOT_FOUND
 */
export async function listRefusals(ctx: Ctx, input: ListRefusalsInput): Promise<RefusedRow[]> {
  const { dryRunJobId, importJobId } = await findFile(ctx, input.id)
  const { jobId } = input
  if (jobId !== dryRunJobId && jobId !== importJobId) throw new AppError('NOT_FOUND')
  return readRefusals(ctx, jobId)
}

/**
 * Takes an uploaded file away at once, with all that its jobs wrote of its rows: copies and refused rows,
 * also of a dry run that the file does not name any more. A job that is to read it yet keeps it.
 * @throws AppError FILE_GONE, FILE_IN_USE
 */
export async function discardImport(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const { file, jobIds } = await inTransaction(ctx, async (ctx) => {
    const file = rowOf(await takeFile(ctx, id))
    const jobs = await jobsAbout(ctx, id)
    if (jobs.some(({ status }) => isUnderWay(status))) throw new AppError('FILE_IN_USE')
    const jobIds = jobs.map((job) => job.id)
    await forgetFiles(ctx, jobIds)
    await ctx.db.importFile.delete({ where: { id }, select: { id: true } })
    return { file, jobIds }
  })
  // What a crash leaves from here on belongs to no row, and is swept.
  await removeBytes(ctx, id)
  for (const jobId of jobIds) {
    await removeCopy(ctx, { kind: file.kind, jobId, format: file.format })
    await removeRefusals(ctx, jobId)
  }
}
