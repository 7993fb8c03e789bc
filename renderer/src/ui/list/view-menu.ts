import type { SavedViews } from '../../composables/use-saved-views.ts'
import type { MenuItem } from '../pop/menu-item.ts'
import type { SavedView } from '../../../../server/modules/preferences/preferences.contract.ts'

export type ViewAct = 'update' | 'undo' | 'saveAs' | 'edit' | 'delete'

/** What can be done with the active view; of another's view only a copy can be made. */
export function viewMenu(
  view: SavedView,
  state: Pick<SavedViews, 'isChanged' | 'isPersonal'>,
  t: (key: string, values?: Record<string, string>) => string,
): MenuItem<ViewAct>[] {
  const owner = view.isMine ? undefined : t('ui.views.notMine', { name: view.ownerName })
  const personal = state.isPersonal ? t('ui.views.personal') : undefined
  const same = state.isChanged ? undefined : t('ui.views.same')
  return [
    {
      key: 'update',
      label: t('ui.views.update'),
      icon: 'bookmark',
      whyNot: owner ?? personal ?? same,
    },
    { key: 'undo', label: t('ui.views.undo'), icon: 'reset', whyNot: same },
    { key: 'saveAs', label: t('ui.views.saveAs'), icon: 'copy', whyNot: personal },
    { key: 'edit', label: t('ui.views.edit'), icon: 'edit', whyNot: owner },
    {
      key: 'delete',
      label: t('ui.views.delete'),
      icon: 'trash',
      tone: 'bad',
      isApart: true,
      whyNot: owner,
    },
  ]
}
