import type { z } from 'zod'
import type { eventMember } from '../../../../server/modules/outbox/outbox.contract.ts'

export type EventMember = z.infer<typeof eventMember>
