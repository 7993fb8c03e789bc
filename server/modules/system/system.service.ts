import { PROTOCOL } from '../../contract/version.ts'
import type { Ctx } from '../../db/context.ts'
import type { SystemInfo } from './system.contract.ts'

/** Version, home and kind of database of the server that answers. */
export function getSystemInfo(ctx: Ctx): SystemInfo {
  return { ...ctx.runtime, protocol: PROTOCOL, database: ctx.dialect.provider }
}
