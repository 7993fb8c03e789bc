import { z } from 'zod'
import { isPlainText } from '../../contract/text.ts'

const VALUE_BYTES_MAX = 16 * 1024

/** `language`, `theme`, `tabs`, `table.members` …: a part of the page and what it is about. */
export const preferenceName = z.string().regex(/^[a-z][a-zA-Z]{0,31}(\.[a-z][a-zA-Z]{0,31})?$/)

const small = (value: unknown): boolean => JSON.stringify(value).length <= VALUE_BYTES_MAX
export const preferenceValue = z.json().refine(small, { message: 'TOO_LARGE' })

/** All of one's own, by name. */
export const preferences = z.record(z.string(), z.json())
export type Preferences = z.infer<typeof preferences>

/** `null` goes back to what is built in. */
export const setPreferenceInput = z.object({ name: preferenceName, value: preferenceValue })
export type SetPreferenceInput = z.infer<typeof setPreferenceInput>

export const PREFERENCES_MAX = 100
export const VIEWS_MAX = 50

/** Who sees a view: its owner, everybody, or who has a role. */
export const SHARINGS = ['own', 'all', 'role'] as const
export const sharing = z.enum(SHARINGS)
export type Sharing = z.infer<typeof sharing>

/** A list that keeps views: `members`, `staff` … */
export const listName = z.string().regex(/^[a-z][a-zA-Z]{0,31}$/)

/**
 * The query part of the list's address, as it stands there: name -> text. Without the keyword: it may be
 * somebody's name or mobile, and views are stored in plain text.
 */
export const viewQuery = z
  .record(z.string().regex(/^[a-zA-Z]{1,32}$/), z.string().max(500))
  .refine((query) => Object.keys(query).length <= 30)
  .transform(({ keyword: _, ...query }) => query)

export type ViewQuery = z.infer<typeof viewQuery>

export const savedView = z.object({
  id: z.int(),
  name: z.string(),
  query: viewQuery,
  sharing,
  roleId: z.int().nullable(),
  ownerName: z.string(),
  isMine: z.boolean(),
})
export type SavedView = z.infer<typeof savedView>

const viewFields = {
  name: z.string().trim().min(1).max(24).refine(isPlainText),
  query: viewQuery,
  sharing,
  roleId: z.int().nullable(),
}
export const createViewInput = z.object({ list: listName, ...viewFields })
export type CreateViewInput = z.infer<typeof createViewInput>
export const updateViewInput = z.object({ id: z.int(), ...viewFields })
export type UpdateViewInput = z.infer<typeof updateViewInput>
