/** What the rest of the server uses of members; routers and other modules come in by this door. */
export { createMember, registerMember } from './create-member.ts'
export { findMember, listChangesSince, setMemberStatus, updateMember } from './edit-member.ts'
export { countMatching, iterateMatching, listMembers } from './list-members.ts'
export { addNote, deleteNote, listNotes } from './member-notes.ts'
export { countMembers, getMember } from './members.queries.ts'
export { revealMember } from './reveal-member.ts'
