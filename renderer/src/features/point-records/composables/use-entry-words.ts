import { useI18n } from 'vue-i18n'
import { signed } from '../why/say.ts'
import type { EntryRow } from '../../../../../server/modules/points/records.contract.ts'

type Figures = Pick<EntryRow, 'points' | 'pending'>

/** Entries in the reader's words. */
export function useEntryWords() {
  const { t } = useI18n({ useScope: 'global' })
  /** What changed: usable points, or else those that are to come. */
  const changeText = ({ points, pending }: Figures): string =>
    points === 0 && pending !== 0
      ? t('pointRecords.pendingAmount', { n: signed(pending) })
      : signed(points)
  /** Somebody by name; the program and keys of other systems are said to be no people. */
  const actorText = ({ actor }: Pick<EntryRow, 'actor'>): string =>
    actor.kind === 'program' ? t('pointRecords.actors.program') : actor.name
  const memberText = ({ member }: Pick<EntryRow, 'member'>): string =>
    member.nickname.trim() || member.memberNo
  return { changeText, actorText, memberText }
}
