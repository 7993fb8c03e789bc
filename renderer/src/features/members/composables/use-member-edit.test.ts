import { beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { useMemberEdit } from './use-member-edit.ts'
import type { MemberDetail } from '../../../../../server/modules/members/members.contract.ts'

const server = vi.hoisted(() => ({ update: vi.fn(), changesSince: vi.fn(), get: vi.fn() }))
vi.mock('../../../api/client.ts', () => ({
  api: {
    members: {
      update: { mutate: server.update },
      changesSince: { query: server.changesSince },
      get: { query: server.get },
    },
  },
}))
vi.mock('../../../api/failure.ts', () => ({
  toFailure: (error: { code: string }) => ({ code: error.code, params: {} }),
  failureText: ({ code }: { code: string }) => code,
}))
vi.mock('vue-i18n', () => ({ useI18n: () => ({ t: (key: string) => key }) }))
vi.mock('../../../composables/use-preferences.ts', () => ({ usePreferences: () => ({}) }))
vi.mock('../../../composables/use-toast.ts', () => ({ useToast: () => ({ done: vi.fn() }) }))
vi.mock('./use-member-refresh.ts', () => ({ useMemberRefresh: () => () => undefined }))

const member: MemberDetail = {
  id: 1,
  uid: '019d0000-0000-7000-8000-000000000001',
  version: 1,
  nickname: 'A',
} as never
const latest = { ...member, version: 2, nickname: 'B' }

/** Sends a changed remark. */
async function save() {
  const edit = effectScope().run(() => useMemberEdit(member))
  if (!edit) throw new Error('the scope is closed')
  edit.form.values.remark = 'new'
  await edit.form.submit()
  return edit
}
beforeEach(() => {
  server.update.mockRejectedValue({ code: 'MEMBER_CHANGED' })
  server.changesSince.mockResolvedValue([])
})

test('whoever was overtaken is told by the panel, not by a failure', async () => {
  server.get.mockResolvedValue(latest)
  const { model, conflict } = await save()
  expect(model.failure).toBeUndefined()
  expect(conflict.value?.theirs.map(({ field }) => field)).toEqual(['nickname'])
})

test('where what came between cannot be learnt, the dialog says why', async () => {
  server.get.mockRejectedValue({ code: 'NETWORK' })
  const { model, conflict } = await save()
  expect(model.failure?.code).toBe('NETWORK')
  expect(conflict.value).toBeUndefined()
})
