import { IMPORT_ERRORS } from './error-tables/imports.ts'
import { KEY_ERRORS } from './error-tables/keys.ts'
import { MEMBER_ERRORS } from './error-tables/members.ts'
import { NOTIFICATION_ERRORS } from './error-tables/notifications.ts'
import { ORDER_EVENT_ERRORS } from './error-tables/order-events.ts'
import { PARTNER_ERRORS } from './error-tables/partners.ts'
import { POINT_ERRORS } from './error-tables/points.ts'
import { WEBHOOK_ERRORS } from './error-tables/webhooks.ts'
import { define, type Language } from './error-tables/define.ts'

export type { Language } from './error-tables/define.ts'

/**
 * The one table of expected refusals. Each code says how it travels (HTTP status, tRPC code) and what
 * the user reads in both languages; `{name}` in a text is replaced by the error's parameter of that name.
 * A code without one of these does not compile.
 */
export const ERRORS = define({
  INVALID_INPUT: {
    http: 400,
    trpc: 'BAD_REQUEST',
    text: {
      zh: '填写的内容有误，请检查标出的项。',
      en: 'Some values are not valid. Check the marked fields.',
    },
  },
  UNAUTHENTICATED: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    text: { zh: '登录已失效，请重新登录。', en: 'You are not signed in. Sign in again.' },
  },
  FORBIDDEN: {
    http: 403,
    trpc: 'FORBIDDEN',
    text: {
      zh: '没有此操作的权限（{permission}）。',
      en: 'You do not have the permission {permission}.',
    },
  },
  NOT_FOUND: {
    http: 404,
    trpc: 'NOT_FOUND',
    text: { zh: '没有找到，可能已被删除。', en: 'Not found. It may have been deleted.' },
  },
  PAYLOAD_TOO_LARGE: {
    http: 413,
    trpc: 'PAYLOAD_TOO_LARGE',
    text: {
      zh: '内容超过 {maxBytes} 字节的上限。',
      en: 'The request is larger than {maxBytes} bytes.',
    },
  },
  TOO_MANY_REQUESTS: {
    http: 429,
    trpc: 'TOO_MANY_REQUESTS',
    text: {
      zh: '操作过于频繁，{retryAfterSeconds} 秒后再试。',
      en: 'Too many requests. Try again in {retryAfterSeconds} s.',
    },
  },
  TIMEOUT: {
    http: 504,
    trpc: 'TIMEOUT',
    text: {
      zh: '处理超时，可能没有完成，请核对后再试。',
      en: 'The request took too long and may not have been completed. Check before you repeat it.',
    },
  },
  SHUTTING_DOWN: {
    http: 503,
    trpc: 'SERVICE_UNAVAILABLE',
    text: { zh: '服务正在停止，请稍后再试。', en: 'The server is stopping. Try again shortly.' },
  },
  DATABASE_BUSY: {
    http: 503,
    trpc: 'SERVICE_UNAVAILABLE',
    text: {
      zh: '数据库繁忙，没有写入，请重试。',
      en: 'The database is busy. Nothing was written; try again.',
    },
  },
  DATABASE_LOST: {
    http: 503,
    trpc: 'SERVICE_UNAVAILABLE',
    text: {
      zh: '暂时连接不上数据库，可能没有完成。请稍后核对再试。',
      en: 'The database is out of reach, so this may not be done. Check and try again shortly.',
    },
  },
  DISK_FULL: {
    http: 507,
    trpc: 'SERVICE_UNAVAILABLE',
    text: {
      zh: '服务器磁盘已满，没有写入。请联系管理员腾出空间，然后再试。',
      en: 'The disk of the server is full, so nothing was written. Ask the administrator to free space, then try again.',
    },
  },
  WRONG_CREDENTIALS: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    text: {
      zh: '账号或密码不对。',
      en: 'The name or the password is wrong.',
    },
  },
  CODE_REQUIRED: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    text: {
      zh: '请输入验证器上的六位动态码。',
      en: 'Enter the six digits of your authenticator.',
    },
  },
  WRONG_CODE: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    text: {
      zh: '动态码不对或已用过，请等下一个。',
      en: 'The code is wrong or was used. Wait for the next one.',
    },
  },
  TOTP_ALREADY_ON: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '动态码已经开启。请先用密码关闭，再重新开启。',
      en: 'Codes are on already. Turn them off with your password first.',
    },
  },
  ACCOUNT_LOCKED: {
    http: 429,
    trpc: 'TOO_MANY_REQUESTS',
    text: {
      zh: '密码错误次数过多，{retryAfterSeconds} 秒后再试，或请管理员解锁。',
      en: 'Too many wrong passwords. Try again in {retryAfterSeconds} s, or ask an administrator.',
    },
  },
  PASSWORD_WEAK: {
    http: 400,
    trpc: 'BAD_REQUEST',
    text: {
      zh: '密码不符合要求。',
      en: 'The password does not meet the rules.',
    },
  },
  RESET_INVALID: {
    http: 400,
    trpc: 'BAD_REQUEST',
    text: {
      zh: '重置码不对、已用过或已过期，请向管理员要新的。',
      en: 'The reset code is wrong, used or expired. Ask an administrator for a new one.',
    },
  },
  USERNAME_TAKEN: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '账号 {username} 已被使用。',
      en: 'The name {username} is taken.',
    },
  },
  CODE_TAKEN: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '编号 {code} 已被使用。',
      en: 'The code {code} is taken.',
    },
  },
  LAST_ADMINISTRATOR: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '至少要保留一位可登录的管理员。',
      en: 'At least one administrator has to be able to sign in.',
    },
  },
  NOT_ON_YOURSELF: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '不能对自己的账号这样做。',
      en: 'You cannot do this to your own account.',
    },
  },
  ROLE_BUILT_IN: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '内置角色不能修改，可以复制成新的角色。',
      en: 'A built-in role cannot be changed. Make a copy of it.',
    },
  },
  ROLE_IN_USE: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '仍有 {count} 位员工使用此角色。',
      en: '{count} members of staff still have this role.',
    },
  },
  RIGHT_NOT_YOURS: {
    http: 403,
    trpc: 'FORBIDDEN',
    text: {
      zh: '不能授予自己没有的权限（{permission}）。',
      en: 'You cannot grant a right that you do not have ({permission}).',
    },
  },
  FIRST_RUN_DONE: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '已有管理员，请直接登录。',
      en: 'There is an administrator already. Sign in.',
    },
  },
  FIRST_RUN_TOKEN_WRONG: {
    http: 403,
    trpc: 'FORBIDDEN',
    text: {
      zh: '启动时打印的一次性口令不对。',
      en: 'The one-time token printed at start is wrong.',
    },
  },
  ...NOTIFICATION_ERRORS,
  ...POINT_ERRORS,
  ...ORDER_EVENT_ERRORS,
  ...PARTNER_ERRORS,
  REVEAL_LIMIT: {
    http: 429,
    trpc: 'TOO_MANY_REQUESTS',
    text: {
      zh: '一小时内最多查看 {limit} 次完整信息，{retryAfterSeconds} 秒后再试，或请主管协助。',
      en: 'At most {limit} reveals an hour. Try again in {retryAfterSeconds} s or ask a supervisor.',
    },
  },
  VIEW_LIMIT: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '每个列表最多保存 {limit} 个视图，请先删除不用的。',
      en: 'A list keeps at most {limit} views. Delete one that is not used.',
    },
  },
  JOB_RUNNING: {
    http: 409,
    trpc: 'CONFLICT',
    text: {
      zh: '同样的任务正在进行，请等它完成或先取消。',
      en: 'The same job is under way. Wait for it or cancel it.',
    },
  },
  FILE_BEYOND_SCOPE: {
    http: 403,
    trpc: 'FORBIDDEN',
    text: {
      zh: '文件里有你现在看不到的门店的数据。请重新导出。',
      en: 'The file holds data of stores that you do not see any more. Make it again.',
    },
  },
  JOB_DATABASE_BUSY: {
    http: 503,
    trpc: 'SERVICE_UNAVAILABLE',
    text: {
      zh: '数据库繁忙，任务停了下来。已经完成的部分不变，请再运行一次。',
      en: 'The database was busy and the job stopped. What it had done stays done; run it again.',
    },
  },
  JOB_ABANDONED: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '任务中断了 {attempts} 次，已放弃。',
      en: 'The job was interrupted {attempts} times and was given up.',
    },
  },
  INTERNAL: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '系统出错，已记录。请求编号 {requestId}。',
      en: 'Something failed and was recorded. Request {requestId}.',
    },
  },
  CONFIG_INVALID: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: { zh: '设置 {name} 有误：{reason}', en: 'Setting {name} is not valid: {reason}' },
  },
  PORT_IN_USE: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: { zh: '端口 {port} 已被其他程序占用。', en: 'Port {port} is used by another program.' },
  },
  CANNOT_LISTEN: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '无法在 {host} 的端口 {port} 上提供服务：{reason}',
      en: 'Cannot listen on {host}, port {port}: {reason}',
    },
  },
  LAUNCH_TOKEN_WRONG: {
    http: 403,
    trpc: 'FORBIDDEN',
    text: {
      zh: '此服务只接受本机会员台窗口的请求。',
      en: 'This server answers only the Member Desk window on this computer.',
    },
  },
  FOREIGN_ORIGIN: {
    http: 403,
    trpc: 'FORBIDDEN',
    text: {
      zh: '请求来自其他网站，已拒绝。',
      en: 'The request came from another site and was refused.',
    },
  },
  DATABASE_IN_USE: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '数据库 {path} 正被另一个程序使用。',
      en: 'The database {path} is in use by another process.',
    },
  },
  DATABASE_UNREADABLE: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '无法打开数据库 {path}：{reason}',
      en: 'The database {path} cannot be opened: {reason}',
    },
  },
  DATABASE_UNREACHABLE: {
    http: 503,
    trpc: 'SERVICE_UNAVAILABLE',
    text: { zh: '连接不上数据库：{reason}', en: 'The database cannot be reached: {reason}' },
  },
  DATABASE_NEWER: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '数据库由更新的版本写入（{migration}），请先更新本程序。',
      en: 'The database was written by a newer version ({migration}). Update this program first.',
    },
  },
  MIGRATION_CHANGED: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '迁移 {migration} 与已执行的内容不一致，拒绝启动。',
      en: 'Migration {migration} differs from what was applied. Refusing to start.',
    },
  },
  MIGRATION_FAILED: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '迁移 {migration} 失败，数据库保持原样。备份：{backup}',
      en: 'Migration {migration} failed; the database is as it was. Backup: {backup}',
    },
  },
  ...KEY_ERRORS,
  ...MEMBER_ERRORS,
  ...IMPORT_ERRORS,
  ...WEBHOOK_ERRORS,
})

export type ErrorCode = keyof typeof ERRORS

/** Values put into the text of an error; never personal data. */
export type ErrorParams = Readonly<Record<string, string | number>>

/** The sentence a user reads for a code. Unknown parameters stay visible as `{name}`. */
export function errorText(code: ErrorCode, language: Language, params: ErrorParams = {}): string {
  return ERRORS[code].text[language].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  )
}

/** True for a code of this table: used where an answer of unknown origin is read. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value)
}

/** What travels beside a tRPC error, in `data.app`. */
export interface ErrorData {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly message: string
  readonly fields?: Readonly<Record<string, readonly string[]>>
  readonly requestId: string
}
