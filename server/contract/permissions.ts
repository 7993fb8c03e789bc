import { z } from 'zod'

/** Named rights of staff, down to the button. Every procedure declares one. */
export const PERMISSIONS = ['system.view', 'members.view'] as const

export const permission = z.enum(PERMISSIONS)
export type Permission = z.infer<typeof permission>
