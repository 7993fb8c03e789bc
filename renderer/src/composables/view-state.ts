import { isSameQuery } from './list-query.ts'
import type {
  SavedView,
  ViewQuery,
} from '../../../server/modules/preferences/preferences.contract.ts'

/** The question of a list, as far as it decides which view is in use. */
interface Question {
  readonly viewQuery: ViewQuery
  readonly viewId: number | undefined
  readonly isPersonal: boolean
}

/**
 * The view in use: of those that ask the same the one that was opened, else the first; with other
 * conditions the one that was opened; undefined is the whole list. Without any condition it is the whole
 * list also where a view was opened before.
 */
export function activeView(views: readonly SavedView[], question: Question): SavedView | undefined {
  const opened = views.find(({ id }) => id === question.viewId)
  const isSame = (view: SavedView) =>
    !question.isPersonal && isSameQuery(view.query, question.viewQuery)
  if (opened && isSame(opened)) return opened
  const isWhole = Object.keys(question.viewQuery).length === 0 && !question.isPersonal
  if (isWhole) return undefined
  return views.find(isSame) ?? opened
}
