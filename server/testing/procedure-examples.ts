import { DEFAULT_POINT_SETTINGS } from '../modules/settings/point-settings.contract.ts'
import { DEFAULT_PRESETS } from '../modules/settings/settings.contract.ts'
import { TEST_PASSWORD } from './test-staff.ts'

/** One side of the world that scopes divide: a store and what belongs to it. */
export interface Side {
  /** Stands in every name of this side. */
  readonly mark: string
  readonly storeId: number
  readonly staffId: number
  readonly username: string
  readonly sessionId: string
  readonly auditId: string
  readonly jobId: string
  readonly viewId: number
  readonly roleId: number
  readonly memberUid: string
  readonly memberId: number
  readonly noteId: string
  readonly orderId: number
  /** A credit of points of the member, and the lot that it made. */
  readonly entryId: string
  readonly lotId: string
  readonly importId: string
  readonly apiKeyId: number
  /** An event of the member that could not be handed on. */
  readonly eventId: string
}

const { award, deduction, ...others } = DEFAULT_POINT_SETTINGS
const EXAMPLE_POINT_SETTINGS = {
  ...others,
  award: { ...award, rateBp: 100_000 },
  deduction: { ...deduction, pointsForOneYuan: 100 },
}
const REASON = '测试权限'
const KEY = '0197c0de-0000-7000-8000-000000000001'
const DAYS = {
  ...{ kind: 'extend', fromDay: '2026-04-01', toDay: '2026-04-30', untilDay: '2026-06-30' },
  storeId: null,
}
/** Endpoints belong to the company, not to a side: the walk sends nothing. */
const NO_WEBHOOK = '3f0c1c52-8a54-4a7e-9d40-5f3f0f6c2b11'
const NEW_PASSWORD = 'another long secret 43'

/**
 * A valid input of every procedure, made of one side's records. The walk over procedures fails on one that
 * has none here, so a new procedure is walked from its first day.
 */
export const EXAMPLES: Readonly<Record<string, (side: Side) => unknown>> = {
  'session.state': () => undefined,
  'session.signIn': ({ username }) => ({ username, password: 'wrong' }),
  'session.useReset': () => ({ code: 'wrong', password: NEW_PASSWORD }),
  'session.firstRun': () => ({
    username: 'late',
    displayName: '迟到',
    password: NEW_PASSWORD,
    company: { name: '公司', timeZone: 'Asia/Shanghai' },
    store: { code: 'LATE', name: '迟到店' },
    presets: DEFAULT_PRESETS,
  }),
  'session.signOut': () => undefined,
  'session.list': () => undefined,
  'session.end': ({ sessionId }) => ({ sessionId }),
  'session.changePassword': () => ({ current: TEST_PASSWORD, next: TEST_PASSWORD }),
  'session.proposeTotp': () => undefined,
  'session.enableTotp': () => ({ secret: 'A'.repeat(32), code: '000000' }),
  'session.disableTotp': () => ({ password: 'wrong' }),
  'apiKeys.list': () => undefined,
  'apiKeys.create': ({ storeId }) => ({
    name: '钥匙',
    scopes: ['members.read'],
    source: null,
    storeId,
  }),
  'apiKeys.revoke': ({ apiKeyId }) => ({ id: apiKeyId, reason: REASON }),
  'system.info': () => undefined,
  'settings.get': () => undefined,
  'settings.points': () => undefined,
  'settings.updatePoints': () => ({ settings: EXAMPLE_POINT_SETTINGS, version: 0 }),
  'settings.updateCompany': () => ({ name: '公司', timeZone: 'Asia/Shanghai' }),
  'preferences.get': () => undefined,
  'preferences.set': () => ({ name: 'theme', value: 'dark' }),
  'views.list': () => ({ list: 'members' }),
  'views.create': () => ({
    list: 'members',
    name: '视图',
    query: {},
    sharing: 'own',
    roleId: null,
  }),
  'views.update': ({ viewId }) => ({
    id: viewId,
    name: '改',
    query: {},
    sharing: 'own',
    roleId: null,
  }),
  'views.delete': ({ viewId }) => ({ id: viewId }),
  'points.proof': () => undefined,
  'points.startProof': () => undefined,
  'orderEvents.list': () => ({}),
  'orderEvents.sources': () => undefined,
  'orderEvents.get': () => ({ id: KEY }),
  'pointChanges.standing': ({ memberUid }) => ({ memberUid }),
  'pointChanges.adjust': ({ memberUid }) => ({ memberUid, points: 5, reason: REASON, key: KEY }),
  'pointChanges.reversal': () => ({ entryId: KEY, points: null }),
  'pointChanges.reverseEntry': () => ({ entryId: KEY, points: null, reason: REASON, key: KEY }),
  'pointChanges.setAside': ({ memberUid }) => ({ memberUid }),
  'pointChanges.freeze': ({ memberUid }) => ({
    memberUid,
    points: null,
    reason: REASON,
    key: KEY,
  }),
  'pointChanges.unfreeze': () => ({ holdId: KEY, points: null, reason: REASON, key: KEY }),
  'pointChanges.releaseHold': () => ({ holdId: KEY, reason: REASON, key: KEY }),
  'pointChanges.batches': () => ({}),
  'pointChanges.batch': () => ({ id: KEY }),
  'pointChanges.batchMembers': () => ({ id: KEY }),
  'pointChanges.previewBatch': ({ memberId }) => ({
    selection: { kind: 'some', ids: [memberId] },
    points: 5,
  }),
  'pointChanges.createBatch': ({ memberId }) => ({
    selection: { kind: 'some', ids: [memberId] },
    points: 5,
    reason: REASON,
    key: KEY,
  }),
  'pointChanges.previewDayBatch': () => DAYS,
  'pointChanges.createDayBatch': () => ({ ...DAYS, reason: REASON, key: KEY }),
  'pointChanges.approveBatch': () => ({ id: KEY }),
  'pointChanges.rejectBatch': () => ({ id: KEY, reason: REASON }),
  'pointChanges.cancelBatch': () => ({ id: KEY, reason: REASON }),
  'pointChanges.resumeBatch': () => ({ id: KEY }),
  'pointChanges.undoBatch': () => ({ id: KEY, reason: REASON, key: KEY }),
  'stores.list': () => undefined,
  'stores.create': ({ mark }) => ({ code: `X${mark.length}`, name: '新店' }),
  'stores.update': ({ storeId }) => ({ id: storeId, name: '改名', status: 'closed' }),
  'staff.list': () => ({ sort: 'username' }),
  'staff.get': ({ staffId }) => ({ id: staffId }),
  'staff.named': ({ staffId }) => ({ ids: [staffId] }),
  'staff.sessions': ({ staffId }) => ({ id: staffId }),
  'staff.create': ({ storeId, roleId }) => ({
    staff: [{ username: 'x-new', displayName: '新', roleIds: [roleId], storeIds: [storeId] }],
  }),
  'staff.update': ({ staffId, roleId, storeId }) => ({
    id: staffId,
    displayName: '改',
    roleIds: [roleId],
    storeIds: [storeId],
  }),
  'staff.setStatus': ({ staffId }) => ({ id: staffId, status: 'disabled', reason: REASON }),
  'staff.resetPassword': ({ staffId }) => ({ id: staffId }),
  'staff.unlock': ({ staffId }) => ({ id: staffId }),
  'staff.removeTotp': ({ staffId }) => ({ id: staffId, reason: REASON }),
  'staff.signOut': ({ staffId }) => ({ id: staffId }),
  'roles.list': () => undefined,
  'roles.holders': () => undefined,
  'roles.create': () => ({ name: '新角色', permissions: [], scope: 'own' }),
  'roles.update': ({ roleId }) => ({ id: roleId, name: '改', permissions: [], scope: 'own' }),
  'roles.delete': ({ roleId }) => ({ id: roleId }),
  'members.list': () => ({}),
  'members.stats': () => undefined,
  'members.count': () => ({}),
  'members.get': ({ memberUid }) => ({ uid: memberUid }),
  'members.history': ({ memberUid }) => ({ uid: memberUid }),
  'members.named': ({ memberId }) => ({ ids: [memberId] }),
  'members.create': ({ storeId, mark }) => ({ externalId: `new-${mark}`, homeStoreId: storeId }),
  'members.update': ({ memberUid }) => ({
    uid: memberUid,
    version: 1,
    changes: { nickname: '改' },
  }),
  'members.changesSince': ({ memberUid }) => ({ uid: memberUid, version: 1 }),
  'members.setStatus': ({ memberUid }) => ({ uid: memberUid, status: 'disabled', reason: REASON }),
  'members.batch': () => ({
    action: 'enable',
    selection: { kind: 'some', ids: [1] },
    reason: REASON,
  }),
  'members.export': () => ({
    selection: { kind: 'all', filter: {} },
    columns: ['memberNo'],
    format: 'csv',
    language: 'zh',
    isPlain: false,
    purpose: REASON,
  }),
  'members.notes': ({ memberUid }) => ({ uid: memberUid }),
  'members.addNote': ({ memberUid }) => ({ uid: memberUid, text: '喜欢靠窗' }),
  'members.deleteNote': ({ memberUid, noteId }) => ({ uid: memberUid, noteId }),
  'members.deleteAnyNote': ({ memberUid, noteId }) => ({ uid: memberUid, noteId }),
  'orders.list': () => ({}),
  'orders.count': () => ({}),
  'orders.sources': () => undefined,
  'orders.get': ({ orderId }) => ({ id: orderId }),
  'orders.export': () => ({
    filter: {},
    rowsOf: 'orders',
    columns: ['orderNo'],
    format: 'csv',
    language: 'zh',
    purpose: REASON,
  }),
  'pointRecords.list': () => ({}),
  'pointRecords.count': () => ({}),
  'pointRecords.totals': () => ({}),
  'pointRecords.get': ({ entryId }) => ({ id: entryId }),
  'pointRecords.account': ({ memberUid }) => ({ uid: memberUid }),
  'pointRecords.lot': ({ lotId }) => ({ id: lotId }),
  'pointRecords.export': () => ({
    filter: {},
    columns: ['memberNo'],
    format: 'csv',
    language: 'zh',
    purpose: REASON,
  }),
  'pointExpiry.state': () => undefined,
  'pointExpiry.month': () => ({ month: '2026-03' }),
  'pointExpiry.year': () => ({ year: 2026 }),
  'pointExpiry.dayMembers': () => ({ day: '2026-03-31' }),
  'pointExpiry.run': () => undefined,
  'imports.list': () => ({}),
  'imports.get': ({ importId }) => ({ id: importId }),
  'imports.setMapping': ({ importId }) => ({ id: importId, mapping: ['externalId', 'mobile'] }),
  'imports.dryRun': ({ importId }) => ({ id: importId }),
  'imports.start': ({ importId }) => ({ id: importId }),
  'imports.refusals': ({ importId, jobId }) => ({ id: importId, jobId }),
  'imports.discard': ({ importId }) => ({ id: importId }),
  'members.reveal': ({ memberUid }) => ({ uid: memberUid, field: 'mobile', reason: REASON }),
  'reveals.report': () => undefined,
  'notifications.templates': () => undefined,
  'notifications.updateTemplate': () => ({
    event: 'member.registered',
    channel: 'inApp',
    language: 'zh',
    title: '欢迎',
    body: '{nickname}，欢迎',
    isActive: true,
    version: 1,
  }),
  'notifications.settings': () => undefined,
  'notifications.updateSettings': () => ({ language: 'zh' }),
  'notifications.list': () => ({}),
  'notifications.count': () => ({}),
  'outbox.list': () => ({}),
  'outbox.retry': ({ eventId }) => ({ eventId, consumer: 'notifications' }),
  'outbox.retryAll': () => undefined,
  'outbox.discard': ({ eventId }) => ({ eventId, consumer: 'notifications', reason: REASON }),
  'webhooks.list': () => undefined,
  'webhooks.attempts': () => ({ id: NO_WEBHOOK }),
  'webhooks.create': () => ({
    name: '伙伴',
    url: 'https://93.184.215.14/hook',
    eventTypes: ['member.registered'],
  }),
  'webhooks.update': () => ({
    id: NO_WEBHOOK,
    name: '改',
    url: 'https://93.184.215.14/hook',
    eventTypes: ['member.registered'],
    isActive: true,
    updatedAt: 0,
  }),
  'webhooks.rollSecret': () => ({ id: NO_WEBHOOK }),
  'webhooks.delete': () => ({ id: NO_WEBHOOK, reason: REASON }),
  'webhooks.test': () => ({ id: NO_WEBHOOK }),
  'webhooks.replayEvent': ({ eventId }) => ({ id: NO_WEBHOOK, eventId }),
  'webhooks.replaySince': () => ({ id: NO_WEBHOOK, since: 0 }),
  'audit.list': ({ mark }) => ({ keyword: mark }),
  'audit.get': ({ auditId }) => ({ id: auditId }),
  'audit.state': () => undefined,
  // The walk over procedures starts more jobs than a page has.
  'jobs.list': () => ({ pageSize: 100 }),
  'jobs.get': ({ jobId }) => ({ id: jobId }),
  'jobs.cancel': ({ jobId }) => ({ id: jobId }),
  'jobs.verifyAudit': () => undefined,
  'jobs.exportAudit': () => ({}),
  'jobs.batchStaff': ({ staffId }) => ({
    action: 'signOut',
    selection: { kind: 'some', ids: [staffId] },
    reason: REASON,
  }),
  'keys.state': () => undefined,
  'keys.export': () => ({ passphrase: 'a long passphrase 44' }),
  'keys.confirmExport': () => ({ keyId: 'no-such-key' }),
  'keys.rotate': () => ({ reason: REASON }),
}
