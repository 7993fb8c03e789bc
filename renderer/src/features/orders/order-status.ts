import type { OrderStatus } from '../../../../server/modules/orders/orders.contract.ts'

const TONES = {
  paid: 'warn',
  completed: 'ok',
  refunded: 'neutral',
} as const satisfies Record<OrderStatus, string>

export const toneOf = (status: OrderStatus) => TONES[status]
