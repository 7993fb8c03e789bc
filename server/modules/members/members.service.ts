/** What the rest of the server uses of members; routers and other modules come in by this door. */
export { importMembers, type ImportResult } from './import-members.ts'
export { readMemberFile } from './member-file.ts'
export { revealMember } from './reveal-member.ts'
export { memberSealedColumns } from './members.privacy.ts'
export { countMembers, listMembers } from './members.queries.ts'
