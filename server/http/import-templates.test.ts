import ExcelJS from 'exceljs'
import { Hono } from 'hono'
import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../db/context.ts'
import { describeError } from '../kernel/describe-error.ts'
import { fieldsOf, IMPORT_KINDS, type TemplateQuery } from '../modules/imports/imports.contract.ts'
import { proposeMapping } from '../modules/imports/imports.service.ts'
import { memberImporter } from '../modules/members/members.service.ts'
import { importBytes } from '../testing/import-text.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'
import type { AppEnv } from './app-env.ts'
import { importTemplateRoutes } from './import-templates.ts'

let count = 0
const LANGUAGES = ['zh', 'en'] as const

describeOnBothDatabases('templates of imports', (database) => {
  let base: Ctx<Db>
  let ctx: Ctx
  const person = async (role: string) => {
    const username = `templates-${(count += 1)}`
    return asStaff(base, await makeStaff(base, { username, roles: [role] }))
  }
  beforeEach(async () => {
    base = makeTestContext(database())
    ctx = await person('operator')
  })

  const fetchTemplate = async (query: Partial<TemplateQuery>) => {
    const app = new Hono<AppEnv>()
    app.use(async (c, next) => {
      c.set('ctx', ctx)
      await next()
    })
    app.onError((error, c) => c.json(describeError(error, 'en', ctx.requestId).code, 400))
    app.route('/', importTemplateRoutes())
    return app.request(`/files/import-templates?${new URLSearchParams(query).toString()}`)
  }
  const bytesOf = async (query: TemplateQuery) =>
    new Uint8Array(await (await fetchTemplate(query)).arrayBuffer())
  const sheetOf = async (query: TemplateQuery) => {
    const book = new ExcelJS.Workbook()
    // exceljs asks for the Buffer of older types; at run time it is the same.
    await book.xlsx.load((await bytesOf(query)) as unknown as ExcelJS.Buffer)
    return book.worksheets[0]
  }

  it('have headings that lead back to their fields, in either language and either format', async () => {
    for (const kind of IMPORT_KINDS) {
      const names = fieldsOf(kind).map(({ name }) => name)
      for (const language of LANGUAGES) {
        const text = Buffer.from(await bytesOf({ kind, language, format: 'csv' })).toString('utf8')
        expect(text.startsWith('\uFEFF')).toBe(true)
        const [headings = ''] = text.slice(1).split('\r\n')
        expect(proposeMapping(kind, headings.split(','))).toEqual(names)
        const sheet = await sheetOf({ kind, language, format: 'xlsx' })
        const cells = names.map((_, i) => sheet?.getCell(1, i + 1).text ?? '')
        expect(cells).toEqual(headings.split(','))
      }
    }
  })

  it('keep the zeros of whatever number is typed into a workbook, and leave dates to the spreadsheet', async () => {
    for (const kind of IMPORT_KINDS) {
      const sheet = await sheetOf({ kind, language: 'zh', format: 'xlsx' })
      const formats = fieldsOf(kind).map(({ name }, i) => [
        name,
        // The row below the example, where nothing stands yet, and the example itself.
        sheet?.getColumn(i + 1).numFmt === '@',
        sheet?.getCell(2, i + 1).numFmt === '@',
      ])
      const texts = ['externalId', 'mobile', 'cardNo', 'memberNo', 'orderNo', 'sku', 'reference']
      expect(formats).toEqual(
        fieldsOf(kind).map(({ name }) => [name, texts.includes(name), texts.includes(name)]),
      )
    }
  })

  it('can be imported as they are', async () => {
    await base.db.member.deleteMany()
    for (const format of ['csv', 'xlsx'] as const) {
      const file = await bytesOf({ kind: 'members', language: 'zh', format })
      expect(await importBytes(base, memberImporter, file, { isDryRun: true })).toMatchObject({
        created: { rows: 1 },
        refused: { rows: 0 },
      })
    }
  })

  it('are called in the language of the reader', async () => {
    const name = async (language: 'zh' | 'en') => {
      const answer = await fetchTemplate({ kind: 'orders', language, format: 'xlsx' })
      expect(answer.headers.get('content-type')).toContain('spreadsheetml')
      return decodeURIComponent(answer.headers.get('content-disposition') ?? '')
    }
    expect(await name('zh')).toBe(
      `attachment; filename="orders-template.xlsx"; filename*=UTF-8''订单导入模板.xlsx`,
    )
    expect(await name('en')).toContain("UTF-8''orders-template.xlsx")
  })

  it('are for who may import such files, and of a kind that there is', async () => {
    const query = { kind: 'members', language: 'zh', format: 'csv' } as const
    const strange = await fetchTemplate({ ...query, format: 'pdf' as 'csv' })
    expect(await strange.json()).toBe('INVALID_INPUT')
    ctx = await person('cashier')
    expect(await (await fetchTemplate(query)).json()).toBe('FORBIDDEN')
    ctx = base
    expect(await (await fetchTemplate(query)).json()).toBe('UNAUTHENTICATED')
  })
})
