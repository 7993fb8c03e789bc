import type { Office } from './people.ts'

const NAMES = [
  '南山有木',
  '林一诺',
  'Echo 的周末',
  '豆豆妈',
  '阿哲不加糖',
  '江南烟雨',
  'Mr. 顾',
  '小满',
  '一颗卤蛋',
  '许大厨',
  '月半湾',
  '周老师',
  '橙子汽水',
  '陆家嘴打工人',
]
const REAL_NAMES = ['沈知夏', '林一诺', '王伟', '欧阳明月', '李娜', '']
const REGIONS = ['330106', '330102', '310101', '110105', '440305', null]
const STORES = ['西溪印象店', '滨江天街店', '湖滨步行街店', '城西银泰店']
const CROWD = 64

/** Members with profiles as people have them; the last one is looked at closely. Numbers are made up. */
export function profiles(storeIds: readonly number[]) {
  const crowd = Array.from({ length: CROWD }, (_, index) => ({
    nickname: `${NAMES[index % NAMES.length] ?? ''}${index < NAMES.length ? '' : index}`,
    mobile: `13${3 + (index % 7)}${String(81_230_000 + index * 7_919).slice(0, 8)}`,
    externalId: `SHOP-${String(index + 1).padStart(5, '0')}`,
    cardNo: index % 3 === 0 ? `8800${String(index + 1).padStart(6, '0')}` : null,
    realName: REAL_NAMES[index % REAL_NAMES.length] ?? '',
    email: index % 4 === 0 ? `member${index}@example.com` : null,
    gender: (['female', 'male', 'unknown'] as const)[index % 3],
    birthday:
      index % 5 === 4
        ? null
        : `19${70 + (index % 30)}-${String((index % 12) + 1).padStart(2, '0')}-18`,
    regionCode: REGIONS[index % REGIONS.length],
    homeStoreId: storeIds[index % (storeIds.length + 1)] ?? null,
  }))
  return [
    ...crowd,
    {
      nickname: '夏夏的小厨房',
      mobile: '13800136207',
      externalId: 'SHOP-90001',
      cardNo: '8800024731',
      realName: '沈知夏',
      email: 'xiaxia@outlook.com',
      gender: 'female',
      birthday: '1993-04-09',
      regionCode: '330106',
      remark: '对花生过敏，烘焙试吃前请提醒。周末多在西溪店自提。',
      homeStoreId: storeIds[0] ?? null,
    },
  ]
}

/** Opens stores, registers members and gives them orders. @returns uid of the one looked at closely */
export async function settle(office: Office): Promise<string> {
  const storeIds: number[] = []
  for (const [index, name] of STORES.entries())
    storeIds.push(await office.store(`HZ-0${index + 1}`, name))
  let uid = ''
  for (const member of profiles(storeIds)) uid = await office.member(member)
  const lines = profiles(storeIds).flatMap(({ externalId }, index) =>
    Array.from({ length: externalId === 'SHOP-90001' ? 27 : index % 6 }, (_, order) => {
      const month = String(((index + order) % 9) + 1).padStart(2, '0')
      const day = String(((index * 3 + order * 5) % 28) + 1).padStart(2, '0')
      const amount = (38 + ((index * 137 + order * 311) % 900) + 0.5).toFixed(2)
      const store = STORES[(index + order) % STORES.length] ?? ''
      const number = `SO2026${month}${day}-${String(index * 40 + order).padStart(5, '0')}`
      return `${number},${externalId},2026-${month}-${day} 1${order % 10}:2${order % 6},${(order % 3) + 1},${amount},${store}`
    }),
  )
  await office.server.importOrders(lines)
  return uid
}
