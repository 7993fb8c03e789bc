import { displayName, signInInput } from '../modules/staff/staff.contract.ts'
import { createAdministrator } from '../modules/staff/staff.service.ts'
import { onDatabase, type CommandGroup, type CommandOptions } from './command.ts'

/** The same rules as in the back office. */
function administratorOptions({ username, name }: CommandOptions) {
  const parsed = signInInput.shape.username.safeParse(username)
  if (!parsed.success) {
    throw new Error('--username U: 2 to 32 small letters, digits, dot, hyphen or underscore')
  }
  return { username: parsed.data, name: displayName.parse(name ?? parsed.data) }
}

export const STAFF_COMMANDS: CommandGroup = {
  'create-admin': {
    usage: 'an administrator: --username U [--name NAME], password on standard input',
    operands: 0,
    run: onDatabase(async ({ ctx, options, input }) => {
      const { username, name } = administratorOptions(options)
      const password = await input.line('Password')
      await createAdministrator(ctx, { username, displayName: name, password })
      return { result: { username }, text: `administrator ${username} created`, isWell: true }
    }),
  },
}
