import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { api } from '../../../api/client.ts'
import { useToast } from '../../../composables/use-toast.ts'
import { memberPath } from '../member-identity.ts'
import type { MemberAct, MemberMenuKey } from './use-member-menu.ts'
import type {
  MemberDetail,
  MemberRow,
} from '../../../../../server/modules/members/members.contract.ts'

/** What is done with one member from a list, a drawer or his page, and the dialogs it needs. */
export function useMemberActs() {
  const { t } = useI18n()
  const router = useRouter()
  const toast = useToast()
  const edited = shallowRef<MemberDetail>()
  const asked = shallowRef<{ member: MemberRow; act: MemberAct }>()
  const isFetching = ref(false)

  async function copyNo({ memberNo }: MemberRow): Promise<void> {
    try {
      await navigator.clipboard.writeText(memberNo)
      toast.done(t('members.acts.copied', { no: memberNo }))
    } catch (error) {
      console.warn('Copying was refused.', error)
      toast.done(t('members.acts.copyFailed'))
    }
  }

  /** The form begins with the member as he is now, not as a list showed him a while ago. */
  async function edit({ uid }: Pick<MemberRow, 'uid'>): Promise<void> {
    if (isFetching.value) return
    isFetching.value = true
    try {
      edited.value = await api.members.get.query({ uid })
    } catch (error) {
      toast.failed(error)
    } finally {
      isFetching.value = false
    }
  }

  async function act(member: MemberRow, key: MemberMenuKey): Promise<void> {
    if (key === 'open') await router.push(memberPath(member.uid))
    else if (key === 'copyNo') await copyNo(member)
    else if (key === 'edit') await edit(member)
    else asked.value = { member, act: key }
  }
  return {
    edited,
    asked,
    isFetching,
    act,
    endEdit: () => (edited.value = undefined),
    endAsk: () => (asked.value = undefined),
  }
}
export type MemberActs = ReturnType<typeof useMemberActs>
