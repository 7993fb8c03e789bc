/** What the rest of the server uses of orders; routers and other modules come in by this door. */
export { bookOrders, type NewOrder } from './book-orders.ts'
export {
  exportOrderRows,
  noteOrderExport,
  orderHeadings,
  startOrderExport,
} from './export-orders.ts'
export { orderImporter } from './order-importer.ts'
export {
  countMatchingOrders,
  countOrders,
  getOrder,
  listOrders,
  listSources,
} from './orders.queries.ts'
