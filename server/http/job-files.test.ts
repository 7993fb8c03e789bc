import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../db/context.ts'
import { sealTo } from '../kernel/sealed-file.ts'
import { enqueueJob } from '../modules/jobs/jobs.service.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'
import { jobFileRoutes } from './job-files.ts'

const TEXT = '会员，'.repeat(50_000)
let count = 0

describeOnBothDatabases('files of jobs', (database) => {
  let ctx: Ctx<Db>
  let folder: string
  let path: string
  let id: string

  beforeEach(async () => {
    const base = makeTestContext(database())
    const username = `files-${(count += 1)}`
    ctx = await asStaff(base, await makeStaff(base, { username, roles: ['auditor'] }))
    folder = await mkdtemp(join(tmpdir(), '文件 files-'))
    id = (await enqueueJob(ctx, 'audit.export', {})).id
    const resultFile = `audit-${id}.csv`
    path = join(folder, resultFile)
    await ctx.db.job.update({ where: { id }, data: { status: 'done', resultFile } })
    await pipeline(Readable.from([TEXT]), sealTo(path, ctx.keys, resultFile))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const fetchFile = () => {
    const app = new Hono<AppEnv>()
    app.use(async (c, next) => {
      c.set('ctx', ctx)
      await next()
    })
    app.onError((_error, c) => c.body(null, 404))
    // The routes look at nothing else of what a server is made of.
    app.route('/', jobFileRoutes({ jobFilesDir: folder } as ServerDeps))
    return app.request(`/files/jobs/${id}`)
  }

  it('lie sealed and are handed out open, with their length', async () => {
    expect(await readFile(path, 'utf8')).not.toContain('会员')
    const answer = await fetchFile()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(TEXT)))
    expect(await answer.text()).toBe(TEXT)
  })

  it('are called what the job says, in any letters, and else what they are stored as', async () => {
    const stored = `attachment; filename="audit-${id}.csv"`
    expect((await fetchFile()).headers.get('content-disposition')).toBe(stored)
    const result = { copyName: "会员 (1)'s*-导入结果.csv" }
    await ctx.db.job.update({ where: { id }, data: { result } })
    const named = (await fetchFile()).headers.get('content-disposition') ?? ''
    const [, encoded = ''] = /^(?:.+); filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(named) ?? []
    expect(named.startsWith(`${stored}; `)).toBe(true)
    expect(decodeURIComponent(encoded)).toBe(result.copyName)
  })

  it('that were altered or cut break off', async () => {
    const stored = await readFile(path)
    await writeFile(path, stored.subarray(0, -100))
    await expect((await fetchFile()).text()).rejects.toThrow()
    await rm(path)
    expect((await fetchFile()).status).toBe(404)
  })
})
