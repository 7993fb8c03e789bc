/** The order beside its list, in the list's address. */
export const ORDER_PARAM = 'order'

/** Where an order is seen beside the list of all. */
export const orderLink = (id: number) => ({ path: '/orders', query: { [ORDER_PARAM]: String(id) } })
