import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../kernel/app-error.ts'
import type { JobKind } from '../modules/jobs/jobs.contract.ts'
import { enqueueJob } from '../modules/jobs/jobs.service.ts'
import { makeJobRunners, type JobRunners } from '../testing/job-runners.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'

describeOnBothDatabases('jobs', (database) => {
  let runners: JobRunners
  let ctx: JobRunners['ctx']

  beforeEach(async () => {
    runners = await makeJobRunners(database())
    ;({ ctx } = runners)
  })
  afterEach(() => runners.close())

  it('that fail say why by a code, and nothing of the inside', async () => {
    const known = await enqueueJob(ctx, 'audit.verify', {})
    const unknown = await enqueueJob(ctx, 'audit.export', {})
    runners.run({
      ...runners.real(),
      'audit.verify': () => Promise.reject(new AppError('VIEW_LIMIT', { limit: 3 })),
      'audit.export': () => Promise.reject(new Error('secret path')),
    })
    expect(await runners.ended(known.id)).toMatchObject({
      status: 'failed',
      errorCode: 'VIEW_LIMIT',
      errorParams: { limit: 3 },
    })
    const failed = await runners.ended(unknown.id)
    expect(failed).toMatchObject({ status: 'failed', errorCode: 'INTERNAL' })
    expect(JSON.stringify(failed)).not.toContain('secret')
  })

  it.each([new AppError('DATABASE_BUSY'), new DriverAdapterError({ kind: 'SocketTimeout' })])(
    'that a busy database stops do not say that nothing was written: %s',
    async (error) => {
      const { id } = await enqueueJob(ctx, 'audit.verify', {})
      runners.run(runners.handlers(() => Promise.reject(error)))
      expect(await runners.ended(id)).toMatchObject({
        status: 'failed',
        errorCode: 'JOB_DATABASE_BUSY',
      })
    },
  )

  it('of a kind that this version does not know fail in words', async () => {
    const { id } = await enqueueJob(ctx, 'from.the.future' as JobKind, {})
    runners.run(runners.real())
    await expect
      .poll(async () => (await ctx.db.job.findUnique({ where: { id } }))?.status)
      .toBe('failed')
  })
})
