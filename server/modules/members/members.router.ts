import { z } from 'zod'
import { revealed } from '../../contract/personal.ts'
import { namedInput } from '../../contract/selection.ts'
import { startedJob } from '../../contract/started-job.ts'
import { can, router } from '../../trpc/trpc.ts'
import {
  addNoteInput,
  batchMembersInput,
  createMemberInput,
  deleteNoteInput,
  exportMembersInput,
  listMembersInput,
  memberChange,
  memberChangesInput,
  memberDetail,
  memberFilter,
  memberHistory,
  memberHistoryInput,
  memberNote,
  memberPage,
  memberStats,
  memberUidInput,
  namedMember,
  revealMemberInput,
  setMemberStatusInput,
  updateMemberInput,
} from './members.contract.ts'
import {
  addNote,
  countMatching,
  countMembers,
  createMember,
  deleteAnyNote,
  deleteNote,
  getMember,
  listChangesSince,
  listMembers,
  listNotes,
  readMemberHistory,
  nameMembers,
  revealMember,
  setMemberStatus,
  startBatch,
  startExport,
  updateMember,
} from './members.service.ts'

export const membersRouter = router({
  list: can('members.view')
    .input(listMembersInput)
    .output(memberPage)
    .query(({ ctx, input }) => listMembers(ctx, input)),
  count: can('members.view')
    .input(memberFilter)
    .output(z.int())
    .query(({ ctx, input }) => countMatching(ctx, input)),
  stats: can('members.view')
    .output(memberStats)
    .query(({ ctx }) => countMembers(ctx)),
  get: can('members.view')
    .input(memberUidInput)
    .output(memberDetail)
    .query(({ ctx, input }) => getMember(ctx, input)),
  named: can('members.view')
    .input(namedInput)
    .output(z.array(namedMember))
    .query(({ ctx, input }) => nameMembers(ctx, input)),
  create: can('members.create')
    .input(createMemberInput)
    .output(z.object({ id: z.int(), uid: z.uuid() }))
    .mutation(({ ctx, input }) => createMember(ctx, input)),
  update: can('members.edit')
    .input(updateMemberInput)
    .output(z.object({ version: z.int() }))
    .mutation(({ ctx, input }) => updateMember(ctx, input)),
  changesSince: can('members.edit')
    .input(memberChangesInput)
    .output(z.array(memberChange))
    .query(({ ctx, input }) => listChangesSince(ctx, input)),
  history: can('members.view')
    .input(memberHistoryInput)
    .output(memberHistory)
    .query(({ ctx, input }) => readMemberHistory(ctx, input)),
  setStatus: can('members.disable')
    .input(setMemberStatusInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await setMemberStatus(ctx, input)
    }),
  batch: can('members.disable')
    .input(batchMembersInput)
    .output(startedJob)
    .mutation(({ ctx, input }) => startBatch(ctx, input)),
  export: can('members.export')
    .input(exportMembersInput)
    .output(startedJob)
    .mutation(({ ctx, input }) => startExport(ctx, input)),
  notes: can('members.view')
    .input(memberUidInput)
    .output(z.array(memberNote))
    .query(({ ctx, input }) => listNotes(ctx, input)),
  addNote: can('members.edit')
    .input(addNoteInput)
    .output(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => addNote(ctx, input)),
  deleteNote: can('members.edit')
    .input(deleteNoteInput)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteNote(ctx, input)),
  deleteAnyNote: can('members.deleteNotes')
    .input(deleteNoteInput)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteAnyNote(ctx, input)),
  reveal: can('members.reveal')
    .input(revealMemberInput)
    .output(revealed)
    .mutation(({ ctx, input }) => revealMember(ctx, input)),
})
