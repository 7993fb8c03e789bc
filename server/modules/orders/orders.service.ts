/** What the rest of the server uses of orders; routers and other modules come in by this door. */
export { bookOrders, keyOf as orderKeyOf, type NewOrder } from './book-orders.ts'
export {
  exportOrderRows,
  noteOrderExport,
  orderHeadings,
  startOrderExport,
} from './export-orders.ts'
export {
  insertPaidOrders,
  readOrderStates,
  writeOrderStates,
  type OrderState,
  type PaidOrder,
} from './order-states.ts'
export { changeRollUps, type RollUp } from './roll-ups.ts'
export { orderImporter } from './order-importer.ts'
export {
  countMatchingOrders,
  countOrders,
  getOrder,
  listOrders,
  listSources,
} from './orders.queries.ts'
