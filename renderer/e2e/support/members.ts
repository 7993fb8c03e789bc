import type { MemberLine } from './server.ts'

/** Members whom tests look for; the numbers are made up. */
export const KNOWN = {
  kitchen: { externalId: 'SHOP-7', mobile: '13800136207', nickname: '夏夏的小厨房' },
  echo: { externalId: 'SHOP-8', mobile: '15900137781', nickname: 'Echo 的周末' },
  nameless: { externalId: 'SHOP-9', mobile: '17600135511', nickname: '' },
  long: {
    externalId: 'SHOP-2026-SPRING-CAMPAIGN-000000000000000010',
    mobile: '18600131172',
    nickname: 'Alexandria Wellington-Montgomery of Somewhere Far Away',
  },
} as const satisfies Record<string, MemberLine>

const NAMES = ['南山有木', '林一诺', '豆豆妈', '阿哲不加糖', '江南烟雨', 'Mr. 顾', '小满', '许大厨']
const CROWD = 124

/** 128 members: three pages of 50, the known ones last, so that they come first in the list. */
export const MEMBERS: readonly MemberLine[] = [
  ...Array.from({ length: CROWD }, (_, index) => ({
    externalId: `C${String(index + 1).padStart(5, '0')}`,
    mobile: `139${String(10_000_000 + index)}`,
    nickname: `${NAMES[index % NAMES.length] ?? ''}${index + 1}`,
  })),
  ...Object.values(KNOWN),
]
