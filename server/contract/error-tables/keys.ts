import { badInput, conflict, define } from './define.ts'

/** Refusals about the data key. */
export const KEY_ERRORS = define({
  DATA_KEY_MISMATCH: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '数据密钥与此数据库不符，拒绝打开以免写入无法读取的数据。',
      en: 'The data key does not belong to this database. Refusing to open it.',
    },
  },
  DATA_KEY_RETIRED: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '数据密钥 {keyId} 已被更换，现在使用的是 {current}，拒绝用旧密钥打开。',
      en: 'The data key {keyId} was replaced by {current}. Refusing to open the database with the old one.',
    },
  },
  DATA_KEY_PREVIOUS_MISSING: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '密钥更换尚未完成，仍有数据使用旧密钥 {keyId}。请把它写入 DATA_KEY_PREVIOUS 再启动。',
      en: 'The change of the data key is not finished: some data needs the key {keyId}. Put it into DATA_KEY_PREVIOUS.',
    },
  },
  KEY_NOT_CHANGED: {
    http: 503,
    trpc: 'SERVICE_UNAVAILABLE',
    text: {
      zh: '桌面应用没有写入新的密钥，数据和密钥都保持原样。原因见日志。',
      en: 'The desktop app did not store a new key. Data and key are as they were; the log says why.',
    },
  },
  KEY_CHANGED_BY_COMMAND: conflict(
    '此服务器的密钥由命令更换：npm run cli -- rotate-key。',
    'The key of this server is changed by a command: npm run cli -- rotate-key.',
  ),
  KEYS_LEFT: {
    http: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    text: {
      zh: '还有 {left} 处没能用新密钥重写，旧密钥必须保留。日志里有具体位置。',
      en: '{left} values could not be rewritten with the new key, so the old one must be kept. The log names them.',
    },
  },
  OTHER_SERVERS: conflict(
    '还有 {count} 个服务正在使用此数据库。请全部停止后再更换密钥，否则它们写入的数据会丢失。',
    '{count} other servers use this database. Stop them all before the key is changed: what they write would be lost.',
  ),
  KEY_FILE_INVALID: badInput(
    '这不是会员台的密钥文件，或已损坏。',
    'This is not a key file of Member Desk, or it is damaged.',
  ),
  WRONG_PASSPHRASE: badInput(
    '口令不对，打不开这个密钥文件。',
    'The passphrase is wrong: it does not open this key file.',
  ),
})
