/** What the rest of the server uses of members; routers and other modules come in by this door. */
export { createMember } from './create-member.ts'
export { findMember, listChangesSince, setMemberStatus, updateMember } from './edit-member.ts'
export {
  findMemberIds,
  findMemberByUid,
  findMembersBy,
  referencesTo,
  type FoundMember,
  type MemberReference,
} from './find-member-ids.ts'
export { exportHeadings, exportRows, requirePlainRight, startExport } from './export-rows.ts'
export { noteMemberExport } from './member-audit.ts'
export { countSelected, iterateSelected, selectedMembers, startBatch } from './select-members.ts'
export { memberCell } from './member-cell.ts'
export { memberImporter } from './member-importer.ts'
export { countMatching, listMembers } from './list-members.ts'
export { addNote, deleteAnyNote, deleteNote, listNotes } from './member-notes.ts'
export { idsByKeyword, uidsByKeyword } from './member-keyword.sql.ts'
export { readMemberHistory } from './member-history.ts'
export { countMembers, getMember, nameMembers, visibleMembers } from './members.queries.ts'
export { revealMember } from './reveal-member.ts'
export { memberSealedColumns } from './members.privacy.ts'
export { findPartnerMember } from './partner-members.ts'
