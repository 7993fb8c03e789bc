import type { Ctx } from '../../db/context.ts'
import type { JobKind } from '../jobs/jobs.contract.ts'
import { jobsUnderWay, startJob } from '../jobs/jobs.service.ts'
import { nameMembers } from '../members/members.service.ts'
import {
  ledgerProof,
  proofResult,
  type LedgerProof,
  type ProofResult,
  type ProofState,
} from './ledger-proof.contract.ts'
import { verifyLedger, type ProofOptions } from './verify-ledger.ts'

const FINDINGS_LOGGED = 10
const KIND: JobKind = 'points.verify'
/** Row among the settings: a job is forgotten after 90 days, what the last proof said is not. */
const NAME = 'points.proof'

/** Proves the books and keeps what came of it. One that was stopped leaves what there was before. */
export async function proveLedger(ctx: Ctx, options: ProofOptions = {}): Promise<LedgerProof> {
  const value = await verifyLedger(ctx, options)
  const updatedAt = new Date(value.checkedAt)
  await ctx.db.setting.upsert({
    where: { name: NAME },
    update: { value, updatedAt },
    create: { name: NAME, value, updatedAt },
    select: { name: true },
  })
  const { found, findings, list } = value
  if (found > 0) {
    const first = list.slice(0, FINDINGS_LOGGED)
    ctx.log.error({ found, findings, first }, 'the points ledger does not agree with its entries')
  }
  return value
}

/** Proves the books as a job, whose result is for whoever sees the job: figures, and nobody's. */
export const proveLedgerAsJob = async (ctx: Ctx, options: ProofOptions): Promise<ProofResult> =>
  proofResult.parse(await proveLedger(ctx, options))

async function readLast(ctx: Ctx): Promise<LedgerProof | null> {
  const row = await ctx.db.setting.findUnique({ where: { name: NAME }, select: { value: true } })
  return row ? ledgerProof.parse(row.value) : null
}

/** What the last proof said, with findings about members whom the actor sees, and whether one is under way. */
export async function getProof(ctx: Ctx): Promise<ProofState> {
  const [last, [running]] = await Promise.all([readLast(ctx), jobsUnderWay(ctx, KIND)])
  const ids = [...new Set((last?.list ?? []).map(({ memberId }) => memberId))]
  const named = ids.length > 0 ? await nameMembers(ctx, { ids }) : []
  const byId = new Map(named.map((member) => [member.id, member]))
  const list = (last?.list ?? []).flatMap((finding) => {
    const member = byId.get(finding.memberId)
    return member ? { ...finding, memberUid: member.uid, memberNo: member.memberNo } : []
  })
  return { last: last && { ...last, list }, running: running ?? null }
}

/** Starts a proof in the background. @throws AppError JOB_RUNNING */
export const startProof = (ctx: Ctx): Promise<{ id: string }> => startJob(ctx, KIND, {})
