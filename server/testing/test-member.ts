/** Columns that every member has, for tests that put one into the table by hand. */
export const plainMember = (now: Date) => ({
  nickname: '夏夏',
  nicknameKey: '夏夏',
  status: 'active',
  gender: 'unknown',
  remark: '',
  registerChannel: 'import',
  registeredAt: now,
  version: 1,
  createdAt: now,
  updatedAt: now,
  totals: { create: { orderCount: 0, spendFen: 0, lastOrderDate: '', registeredAt: now } },
})
