import type { Ctx } from '../db/context.ts'

/** Takes all points away, so that a test can begin with other members. */
export async function clearLedger({ db }: Ctx): Promise<void> {
  await db.pointCommand.deleteMany()
  await db.pointAllocation.deleteMany()
  await db.pointHoldPart.deleteMany()
  await db.pointHold.deleteMany()
  await db.pointLot.deleteMany()
  await db.pointEntry.deleteMany()
  await db.pointAccount.deleteMany()
}
