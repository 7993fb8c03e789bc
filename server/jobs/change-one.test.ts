import { describe, expect, it } from 'vitest'
import { AppError } from '../kernel/app-error.ts'
import { batchResult } from '../modules/jobs/jobs.contract.ts'
import { changeOne, noChanges } from './change-one.ts'

const refusal = () => Promise.reject(new AppError('NOT_ON_YOURSELF'))

describe('work on many records', () => {
  it('counts every refusal, and names the first two hundred', async () => {
    const result = noChanges()
    await changeOne(result, 1, () => Promise.resolve(true))
    await changeOne(result, 2, () => Promise.resolve(false))
    for (let id = 3; id < 1_503; id += 1) await changeOne(result, id, refusal)
    expect(result).toMatchObject({ changed: 1, unchanged: 1, refusedCount: 1_500 })
    expect(result.refused).toHaveLength(200)
    expect(result.refused[0]).toEqual({ id: 3, code: 'NOT_ON_YOURSELF', params: {} })
  })

  it('takes a busy database for no refusal: it ends the work', async () => {
    const result = noChanges()
    const busy = () => Promise.reject(new AppError('DATABASE_BUSY'))
    await expect(changeOne(result, 1, busy)).rejects.toMatchObject({ code: 'DATABASE_BUSY' })
    expect(result).toEqual(noChanges())
  })

  it('of an older version is read with as many refusals as it names', () => {
    const refused = [{ id: 3, code: 'NOT_FOUND' }]
    expect(batchResult.parse({ changed: 1, refused })).toMatchObject({ refusedCount: 1 })
  })
})
