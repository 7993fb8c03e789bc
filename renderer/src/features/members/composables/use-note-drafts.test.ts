import { beforeEach, expect, test, vi } from 'vitest'
import { effectScope, reactive } from 'vue'
import { useNoteDraftGuard } from './use-note-drafts.ts'
import { useNoteForm } from './use-note-form.ts'

const page = vi.hoisted(() => ({ route: { path: '' }, guards: new Map<string, () => boolean>() }))
vi.mock('vue-router', () => ({ useRoute: () => page.route }))
vi.mock('vue-i18n', () => ({ useI18n: () => ({ t: (key: string) => key }) }))
vi.mock('../../../composables/use-preferences.ts', () => ({
  usePreferences: () => ({ language: 'en' }),
}))
vi.mock('../../../composables/use-unsaved-guard.ts', () => ({
  useUnsavedGuard: (isDirty: () => boolean) => page.guards.set(page.route.path, isDirty),
}))
page.route = reactive(page.route)

const add = vi.fn<(text: string) => Promise<void>>()
beforeEach(() => {
  add.mockReset().mockResolvedValue()
})

/** A page with a form for notes, as it stands in a drawer, a tab or a column. */
function openPage(path: string) {
  page.route.path = path
  const scope = effectScope()
  scope.run(useNoteDraftGuard)
  return {
    openForm(uid: string) {
      page.route.path = path
      const inner = effectScope()
      const form = inner.run(() => useNoteForm(uid, add))
      if (!form) throw new Error('the scope is closed')
      return { form, close: () => inner.stop() }
    },
    asks: () => page.guards.get(path)?.(),
    close: () => scope.stop(),
  }
}

test('a note that is being written outlives its form, by member, and its page asks for it', () => {
  const list = openPage('/members')
  const drawer = list.openForm('a')
  drawer.form.values.text = 'half a sen'
  drawer.close()
  expect(list.openForm('b').form.values.text).toBe('')
  expect(list.openForm('a').form.values.text).toBe('half a sen')
  expect(list.asks()).toBe(true)

  const detail = openPage('/members/a')
  const { form } = detail.openForm('a')
  expect([form.values.text, detail.asks()]).toEqual(['half a sen', false])
  form.values.text += 'tence'
  expect([list.asks(), detail.asks()]).toEqual([false, true])
  // Given up with its page.
  detail.close()
  expect(list.openForm('a').form.values.text).toBe('')
  list.close()
})

test('a note that is saved leaves no draft, also where its form is gone by then', async () => {
  const list = openPage('/members')
  const { form, close } = list.openForm('a')
  form.values.text = 'done'
  const sent = form.submit()
  close()
  await sent
  expect(add).toHaveBeenCalledWith('done')
  expect(list.openForm('a').form.values.text).toBe('')

  add.mockRejectedValueOnce(new Error('no network'))
  const again = list.openForm('a').form
  again.values.text = 'refused'
  await again.submit()
  expect(list.openForm('a').form.values.text).toBe('refused')
  list.close()
})

test('tabs in a note become spaces, and one that cannot be kept says so at its field', async () => {
  const list = openPage('/members')
  const { form } = list.openForm('a')
  form.values.text = 'size\t8'
  await form.submit()
  expect(add).toHaveBeenCalledWith('size 8')
  form.values.text = 'a\u0007b'
  expect(await form.submit()).toBe(false)
  expect(form.errors.text).toBe('ui.form.invalid')
  list.close()
})
