import { IMPORT_RIGHTS } from './import-rights.ts'
import type { RouteRecordRaw } from 'vue-router'

export const importsRoutes: RouteRecordRaw[] = [
  {
    path: '/imports',
    name: 'imports',
    component: () => import('./views/ImportListView.vue'),
    meta: { titleKey: 'imports.title', need: IMPORT_RIGHTS },
  },
  {
    path: '/imports/new',
    name: 'importNew',
    component: () => import('./views/ImportNewView.vue'),
    meta: { titleKey: 'imports.newTitle', need: IMPORT_RIGHTS },
  },
  {
    path: '/imports/:id',
    name: 'import',
    component: () => import('./views/ImportWizardView.vue'),
    meta: { titleKey: 'imports.wizard', need: IMPORT_RIGHTS },
  },
]
