import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import {
  createViewInput,
  listName,
  preferences,
  savedView,
  setPreferenceInput,
  updateViewInput,
} from './preferences.contract.ts'
import { getPreferences, setPreference } from './preferences.service.ts'
import { createView, deleteView, listViews, updateView } from './saved-views.ts'

const id = z.object({ id: z.int() })

export const preferencesRouter = router({
  get: can('signedIn')
    .output(preferences)
    .query(({ ctx }) => getPreferences(ctx)),
  set: can('signedIn')
    .input(setPreferenceInput)
    .output(z.void())
    .mutation(({ ctx, input }) => setPreference(ctx, input)),
})

export const viewsRouter = router({
  list: can('signedIn')
    .input(z.object({ list: listName }))
    .output(z.array(savedView))
    .query(({ ctx, input }) => listViews(ctx, input.list)),
  create: can('signedIn')
    .input(createViewInput)
    .output(id)
    .mutation(({ ctx, input }) => createView(ctx, input)),
  update: can('signedIn')
    .input(updateViewInput)
    .output(z.void())
    .mutation(({ ctx, input }) => updateView(ctx, input)),
  delete: can('signedIn')
    .input(id)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteView(ctx, input.id)),
})
