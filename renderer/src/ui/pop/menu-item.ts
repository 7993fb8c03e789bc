import type { IconName } from '../icon-paths.ts'

/** A line of an ActionMenu. */
export interface MenuItem<Key extends string | number = string> {
  readonly key: Key
  /** In the reader's language. */
  readonly label: string
  readonly icon?: IconName
  /** A short fact at the right: a count, a key. */
  readonly note?: string
  readonly tone?: 'bad'
  /** Why it cannot be chosen, and whom to ask; `useRights().whyNot` says it. */
  readonly whyNot?: string | undefined
  /** Given where one of several holds. */
  readonly isChecked?: boolean
  /** A line stands above it. */
  readonly isApart?: boolean
}
