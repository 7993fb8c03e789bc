import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import {
  listOpenEventsInput,
  openEventDetail,
  openEventInput,
  openEventPage,
} from './open-events.contract.ts'
import { getOpenEvent, listOpenEvents, listOpenEventSources } from './order-events.service.ts'

export const orderEventsRouter = router({
  list: can('points.view')
    .input(listOpenEventsInput)
    .output(openEventPage)
    .query(({ ctx, input }) => listOpenEvents(ctx, input)),
  sources: can('points.view')
    .output(z.array(z.string()))
    .query(({ ctx }) => listOpenEventSources(ctx)),
  get: can('points.view')
    .input(openEventInput)
    .output(openEventDetail)
    .query(({ ctx, input }) => getOpenEvent(ctx, input)),
})
