import { join } from 'node:path'
import type { Ctx } from '../db/context.ts'
import { identifier, runStatement, sql } from '../db/sql.ts'
import { importBytes } from '../testing/import-text.ts'
import { makeLines } from '../seed/made-up-lines.ts'
import { makeNickname } from '../seed/made-up-members.ts'
import { Random } from '../seed/random.ts'
import { listMembersInput, type MemberFilter } from '../modules/members/members.contract.ts'
import { readPersonal } from '../modules/members/members.privacy.ts'
import { listMembers, memberImporter } from '../modules/members/members.service.ts'
import { listOrdersInput } from '../modules/orders/orders.contract.ts'
import { listOrders, orderImporter } from '../modules/orders/orders.service.ts'
import { bareDriver, type BareDriver } from './bare-driver.ts'
import { withMemberDatabases, type MemberDatabase } from './member-databases.ts'
import { timing, WARM_UP } from './percentiles.ts'

const SIZE = { members: 1_000_000, orders: 10_000_000 }
const FOLDER = join(process.cwd(), '.cache/bench/members-with-lines')
const LOOK_UPS = 2_000
const LIST_RUNS = 40
const IMPORT_MEMBERS = 50_000
const IMPORT_ORDERS = 100_000
const IMPORT_LINED_ORDERS = 40_000

interface Person {
  readonly uid: string
  readonly mobile: string
}

/** Members drawn at random, with their mobiles as a till would type them. */
async function drawPeople(ctx: Ctx, count: number): Promise<Person[]> {
  const random = new Random(7)
  const ids = Array.from({ length: count }, () => 1 + random.below(SIZE.members))
  const members = await ctx.db.member.findMany({
    where: { id: { in: ids } },
    select: { uid: true, mobileCipher: true, emailCipher: true, realNameCipher: true },
  })
  return members.flatMap((member) => {
    const mobile = readPersonal(ctx.keys, member, 'mobile')
    return mobile === null ? [] : { uid: member.uid, mobile }
  })
}

const list = (ctx: Ctx, input: object) => listMembers(ctx, listMembersInput.parse(input))

async function lookUps(ctx: Ctx, bare: BareDriver) {
  const people = await drawPeople(ctx, LOOK_UPS)
  const at = (n: number): Person => people[n % people.length] ?? { uid: '', mobile: '' }
  const index = (n: number) => ctx.keys.blindIndex('member.mobile', at(n).mobile)
  const last4 = (n: number) => ctx.keys.blindIndex('member.mobileLast4', at(n).mobile.slice(-4))
  const byMobile = (n: number) =>
    bare.all('SELECT * FROM "Member" WHERE "mobileIndex" = ?', [index(n)])
  const byLast4 = (n: number) =>
    bare.all(
      'SELECT * FROM "Member" WHERE "mobileLast4Index" = ? ORDER BY "registeredAt" DESC LIMIT 20',
      [last4(n)],
    )
  // Everybody once before: what is measured is the program, not which pages the system has read from disk.
  for (let n = 0; n < people.length; n += 1) await Promise.all([byMobile(n), byLast4(n)])
  return {
    mobile: await timing(LOOK_UPS, (n) => list(ctx, { keyword: at(n).mobile, pageSize: 20 })),
    mobileBare: await timing(LOOK_UPS, byMobile),
    lastFour: await timing(LOOK_UPS, (n) =>
      list(ctx, { keyword: at(n).mobile.slice(-4), pageSize: 20 }),
    ),
    lastFourBare: await timing(LOOK_UPS, byLast4),
  }
}

/** Any one filter with the list's own order. */
const FILTERS: Readonly<Record<string, Partial<MemberFilter>>> = {
  none: {},
  active: { status: 'active' },
  disabled: { status: 'disabled' },
  gender: { gender: 'female' },
  channel: { registerChannel: 'h5' },
  registerStore: { registerStoreId: 20 },
  homeStore: { homeStoreId: 1 },
  district: { regionCode: '330106' },
  province: { regionCode: '330000' },
  registeredFrom: { registeredFrom: '2026-01-01' },
  registeredTo: { registeredTo: '2022-06-30' },
  registeredMonth: { registeredFrom: '2024-03-01', registeredTo: '2024-03-31' },
  birthdayWeek: { birthdayFrom: '03-18', birthdayTo: '03-24' },
  birthdayOverNewYear: { birthdayFrom: '12-20', birthdayTo: '01-10' },
  spendMin: { spendFenMin: 500_000 },
  spendMax: { spendFenMax: 1_000 },
  ordersMin: { orderCountMin: 40 },
  noOrders: { orderCountMax: 0 },
  lastOrderFrom: { lastOrderFrom: '2026-11-01' },
  lastOrderTo: { lastOrderTo: '2022-12-31' },
  nicknamePart: { keyword: '厨房' },
  nicknameCommon: { keyword: '微信用户' },
  realName: { keyword: '王伟' },
}

/** A statement that the bare driver answers an order of the list with. */
const BARE_FIRST_PAGE = 'SELECT * FROM "Member" ORDER BY "registeredAt" DESC, "id" DESC LIMIT 50'
const BARE_PAGE_5000 = `${BARE_FIRST_PAGE} OFFSET 249950`

async function lists(ctx: Ctx, bare: BareDriver) {
  const figures: Record<string, unknown> = {
    bareFirstPage: await timing(LIST_RUNS, () => bare.all(BARE_FIRST_PAGE, [])),
  }
  for (const [name, filter] of Object.entries(FILTERS)) {
    figures[name] = await timing(LIST_RUNS, () => list(ctx, filter))
  }
  for (const sort of ['nickname', 'memberNo', 'spendFen', 'orderCount', 'lastOrderDate']) {
    figures[`sort.${sort}`] = await timing(LIST_RUNS, () => list(ctx, { sort }))
  }
  figures['sort.spendFen+active'] = await timing(LIST_RUNS, () =>
    list(ctx, { sort: 'spendFen', status: 'active' }),
  )
  const { known } = await list(ctx, { pageNo: 5_000 })
  figures['page5000'] = await timing(LIST_RUNS, () => list(ctx, { pageNo: 5_000 }))
  figures['page5000.bareOffset'] = await timing(5, () => bare.all(BARE_PAGE_5000, []))
  figures['page5001.fromPage5000'] = await timing(LIST_RUNS, () =>
    list(ctx, { pageNo: 5_001, known }),
  )
  figures['page5000.active'] = await timing(LIST_RUNS, () =>
    list(ctx, { pageNo: 5_000, status: 'active' }),
  )
  figures['page150.ordersMin'] = await timing(LIST_RUNS, () =>
    list(ctx, { pageNo: 150, orderCountMin: 1 }),
  )
  const orders = (input: object) => listOrders(ctx, listOrdersInput.parse(input))
  figures['orders'] = await timing(LIST_RUNS, () => orders({}))
  figures['orders.month'] = await timing(LIST_RUNS, () =>
    orders({ paidFrom: '2026-03-01', paidTo: '2026-03-31' }),
  )
  figures['orders.page5000'] = await timing(LIST_RUNS, () => orders({ pageNo: 5_000 }))
  return figures
}

const dayInMarch = (i: number): string => `2026-03-${String((i % 28) + 1).padStart(2, '0')}`

/** Rows of an order that names its products, some 2.5 of them. */
function linedOrder(random: Random, common: readonly string[]): string {
  const order = { quantity: 4, paidFen: 100 + random.below(30_000) }
  return makeLines(random, order)
    .map(({ sku, name, category, quantity, paidFen }) =>
      [...common, sku, name, category, quantity, (paidFen / 100).toFixed(2)].join(','),
    )
    .join('\n')
}

/** Files of members and orders that are not there yet, told apart by the moment. */
async function imports(ctx: Ctx) {
  const mark = Date.now().toString(36)
  const base = 10_000_000 + Math.floor(Math.random() * 80_000_000)
  const random = new Random(11)
  const members = Array.from(
    { length: IMPORT_MEMBERS },
    (_, i) => `${mark}-${i},170${String(base + i).padStart(8, '0')},${makeNickname(random)}`,
  )
  const orders = Array.from(
    { length: IMPORT_ORDERS },
    (_, i) => `${mark}-${i},${mark}-${i % IMPORT_MEMBERS},${dayInMarch(i)},1,${(i % 300) + 1}.50`,
  )
  const linedOrders = Array.from({ length: IMPORT_LINED_ORDERS }, (_, i) =>
    linedOrder(random, [`${mark}-L${i}`, `${mark}-${i % IMPORT_MEMBERS}`, dayInMarch(i)]),
  )
  const run = async (
    importer: Parameters<typeof importBytes>[1],
    heading: string,
    lines: readonly string[],
  ) => {
    const fileOf = (rows: readonly string[]) => Buffer.from([heading, ...rows].join('\n'))
    await importBytes(ctx, importer, fileOf(lines.slice(0, lines.length * WARM_UP)))
    const file = fileOf(lines.slice(lines.length * WARM_UP))
    const startedAtMs = performance.now()
    const { created } = await importBytes(ctx, importer, file)
    const seconds = (performance.now() - startedAtMs) / 1000
    return {
      rows: created.rows,
      seconds: Math.round(seconds * 10) / 10,
      rowsPerSecond: Math.round(created.rows / seconds),
    }
  }
  return {
    members: await run(memberImporter, '客户编号,手机号,昵称', members),
    orders: await run(orderImporter, 'orderNo,customerId,paidDate,quantity,amount', orders),
    importOrderLines: await run(
      orderImporter,
      'orderNo,customerId,paidDate,sku,productName,category,quantity,amount',
      linedOrders,
    ),
  }
}

/**
 * Takes out what the imports left, so that the databases are the same the next time: the lists would have to
 * pass by all of these newest members, of whom most filters want none.
 */
async function clearImports(ctx: Ctx): Promise<void> {
  const newOnes = sql`> ${SIZE.members}`
  const orders = sql`SELECT "id" FROM "Order" WHERE "memberId" ${newOnes}`
  await runStatement(ctx, sql`DELETE FROM "OrderLine" WHERE "orderId" IN (${orders})`)
  for (const table of ['Order', 'MemberDay', 'MemberNicknamePair']) {
    await runStatement(ctx, sql`DELETE FROM ${identifier(table)} WHERE "memberId" ${newOnes}`)
  }
  await runStatement(ctx, sql`DELETE FROM "MemberTotals" WHERE "id" ${newOnes}`)
  await runStatement(ctx, sql`DELETE FROM "Member" WHERE "id" ${newOnes}`)
  await runStatement(ctx, ctx.dialect.hasOneWriter ? sql`ANALYZE` : sql`VACUUM (ANALYZE)`)
}

async function measure({ ctx, location, seededInSeconds }: MemberDatabase) {
  const bare = bareDriver(location)
  try {
    return {
      ...(seededInSeconds === undefined ? {} : { seededInSeconds: Math.round(seededInSeconds) }),
      lookUps: await lookUps(ctx, bare),
      lists: await lists(ctx, bare),
      imports: await imports(ctx),
    }
  } finally {
    await clearImports(ctx)
    await bare.close()
  }
}

/** Members and orders at the size of a chain: look-ups, lists and imports beside the bare driver, in ms. */
export async function benchMembers(): Promise<unknown> {
  const figures: Record<string, unknown> = {}
  await withMemberDatabases(FOLDER, SIZE, async (database) => {
    figures[database.location.provider] = await measure(database)
  })
  return { ...SIZE, figures }
}
