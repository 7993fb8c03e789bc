/** Something that who types a command can mend, told by its message alone. */
export class CommandError extends Error {}
