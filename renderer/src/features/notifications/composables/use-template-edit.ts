import { useQuery } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import { useForm } from '../../../composables/use-form.ts'
import { useRights } from '../../../composables/use-rights.ts'
import { useToast } from '../../../composables/use-toast.ts'
import { keptText, type TemplateField } from '../template-conflict.ts'
import { useTemplateRefresh, useTemplates } from './use-templates.ts'
import { listAuditInput } from '../../../../../server/modules/audit/audit.contract.ts'
import {
  updateTemplateInput,
  type TemplateRow,
} from '../../../../../server/modules/notifications/notifications.contract.ts'

/** Who last changed a template, where the reader may see the audit log. */
function useLastChange(targetId: string, conflict: () => TemplateRow | undefined) {
  const { can } = useRights()
  const { data } = useQuery({
    queryKey: ['audit-history', 'template', targetId, computed(() => conflict()?.version)],
    queryFn: async ({ signal }) => {
      const input = { targetType: 'notificationTemplate', targetId }
      const { list } = await api.audit.list.query(listAuditInput.parse(input), { signal })
      return list[0]?.actorName ?? ''
    },
    enabled: computed(() => conflict() !== undefined && can('audit.view')),
  })
  return data
}

/**
 * The form of one text. When somebody else was faster, what was typed stays beside what he saved, and the
 * next save goes over his version, which has been seen by then.
 */
export function useTemplateEdit(template: TemplateRow) {
  const { event, channel, language } = template
  const targetId = `${event}/${channel}/${language}`
  const { t } = useI18n({ useScope: 'global' })
  const toast = useToast()
  const { templates } = useTemplates()
  const refresh = useTemplateRefresh()
  /** The version that has been seen, and that a save replaces. */
  const base = shallowRef(template)
  const theirs = shallowRef<TemplateRow>()
  const plain = { invalid: 'notifications.edit.plain' }

  const form = useForm({
    initial: { title: template.title, body: template.body, isActive: template.isActive },
    schema: updateTemplateInput.pick({ title: true, body: true, isActive: true }),
    sentences: { title: plain, body: plain },
    submit: async (values) => {
      const { version } = base.value
      try {
        await api.notifications.updateTemplate.mutate({
          ...{ event, channel, language, version },
          ...values,
        })
      } catch (error) {
        await meet()
        throw error
      }
      await refresh()
      toast.done(t('notifications.edit.done'))
    },
  })

  /** After a refusal somebody else may have changed it. */
  async function meet(): Promise<void> {
    await refresh()
    const latest = templates.data.value?.find(
      (row) => row.event === event && row.channel === channel && row.language === language,
    )
    if (!latest || latest.version === base.value.version) return
    Object.assign(form.values, keptText({ base: base.value, mine: form.values, theirs: latest }))
    base.value = latest
    theirs.value = latest
  }
  function take(field: TemplateField): void {
    if (theirs.value) Object.assign(form.values, { [field]: theirs.value[field] })
  }

  const changedBy = useLastChange(targetId, () => theirs.value)
  return { form, theirs, changedBy, take, targetId }
}
