import type { ShellErrorCode } from '../../../../electron/ipc-contract.ts'
import { defineMessages } from '../../i18n/define-messages.ts'

export const connectionMessages = defineMessages(
  {
    title: '连接',
    intro: '这台电脑从哪里读写会员数据。更换后页面会重新打开，原来的数据留在原处。',
    embedded: '这台电脑',
    embeddedText: '数据加密保存在本机，不需要网络。',
    remote: '连接到服务器',
    remoteText: '和其他电脑共用一台会员台服务器上的数据。',
    inUse: '正在使用',
    url: '服务器地址',
    urlHint: '以 https:// 开头；本机测试可用 http://127.0.0.1。',
    urlMissing: '填写服务器地址。',
    useEmbedded: '改用这台电脑',
    useRemote: '检查并连接',
    unchanged: '正在使用这台电脑上的数据。',
    loadFailed: '当前连接没有读到',
    key: {
      action: '使用导出的密钥',
      title: '使用导出的密钥',
      text: '选择导出密钥时得到的文件，输入当时设的口令。密钥和这台电脑上的数据相符才会换上，原来的密钥文件另存在旁边。',
      file: '密钥文件',
      fileHint: '也可以把文件内容粘贴到这里',
      choose: '选择文件',
      passphrase: '口令',
      fileMissing: '选择密钥文件，或粘贴它的内容。',
      fileTooLarge: '这不是会员台的密钥文件：太大了。',
      passphraseMissing: '填写口令。',
    },
    problem: {
      SERVER_START_TIMEOUT:
        '本机服务在 {timeoutSeconds} 秒内没有启动好。数据没有受影响，可以重试。',
      SERVER_CRASHED:
        '本机服务意外停止（退出码 {exitCode}）。已保存的数据没有受影响；可以重试，或看日志。',
      SERVER_MISSING: '程序文件不完整，缺少 {file}。请重新安装会员台，数据不受影响。',
      KEYCHAIN_UNAVAILABLE:
        '系统没有可用的密钥保管服务（{backend}），会员数据将无法安全加密，所以没有打开。请启用系统钥匙串后重试。',
      DATA_KEY_UNREADABLE:
        '数据密钥 {file} 在这个系统账号下无法解开。请用原来的系统账号登录这台电脑，或使用导出的密钥；文件保持原样。',
      DATA_KEY_MISSING:
        '本机有数据，但数据密钥 {file} 不见了，打不开。请把它放回原处，或使用导出的密钥；数据文件保持原样。',
      STORAGE_FAILED: '文件 {file} 无法读写：{reason}。请检查磁盘空间和权限。',
      SETTINGS_BROKEN: '连接设置已损坏，另存为 {file}，现在使用默认设置。',
      URL_INVALID: '地址写法不对。应像 https://member.example.com 这样。',
      URL_INSECURE: '连接其他电脑必须用 https，否则会员资料会在网络上明文传送。',
      REMOTE_UNREACHABLE: '连不上 {url}：{reason}。请检查地址和网络，并确认服务器正在运行。',
      REMOTE_NOT_MEMBER_DESK: '这个地址有回应，但不是会员台服务器。请核对地址和端口。',
      REMOTE_CLIENT_TOO_OLD:
        '服务器是 {version} 版，需要更新的桌面应用。请先更新这台电脑上的会员台。',
      REMOTE_SERVER_TOO_OLD: '服务器是 {version} 版，太旧。请管理员先更新服务器。',
      UNKNOWN: '出现了没有预料到的错误。请看日志，或联系技术支持。',
    } satisfies Record<ShellErrorCode | 'UNKNOWN', string>,
  },
  {
    title: 'Connection',
    intro:
      'Where this computer reads and writes member data. After a change the page opens afresh; the former data stays where it is.',
    embedded: 'This computer',
    embeddedText: 'Data is kept encrypted here and needs no network.',
    remote: 'Connect to a server',
    remoteText: 'Share the data of a Member Desk server with other computers.',
    inUse: 'In use',
    url: 'Server address',
    urlHint: 'Begins with https://. For tests on this computer, http://127.0.0.1 works too.',
    urlMissing: 'Enter the server address.',
    useEmbedded: 'Use this computer',
    useRemote: 'Check and connect',
    unchanged: 'The data of this computer is in use.',
    loadFailed: 'The present connection could not be read',
    key: {
      action: 'Use an exported key',
      title: 'Use an exported key',
      text: 'Choose the file that the export of the key made, and type its passphrase. The key is kept only if the data on this computer is sealed with it; the former key file stays beside it.',
      file: 'Key file',
      fileHint: 'Or paste what is in the file',
      choose: 'Choose file',
      passphrase: 'Passphrase',
      fileMissing: 'Choose the key file, or paste what is in it.',
      fileTooLarge: 'This is not a key file of Member Desk: it is too large.',
      passphraseMissing: 'Enter the passphrase.',
    },
    problem: {
      SERVER_START_TIMEOUT:
        'The local server was not ready within {timeoutSeconds} s. Your data is safe; try again.',
      SERVER_CRASHED:
        'The local server stopped by itself (exit code {exitCode}). Saved data is safe. Try again, or see the log.',
      SERVER_MISSING:
        'The program is incomplete: {file} is missing. Install Member Desk again; your data is safe.',
      KEYCHAIN_UNAVAILABLE:
        'The system offers no keychain ({backend}), so member data could not be encrypted safely and was not opened. Turn the keychain on, then try again.',
      DATA_KEY_UNREADABLE:
        'This system user cannot unlock the data key {file}. Sign in to this computer as the former user, or use an exported key; the file is unchanged.',
      DATA_KEY_MISSING:
        'There is data on this computer, but its data key {file} is gone. Put it back, or use an exported key; the data is unchanged.',
      STORAGE_FAILED:
        'The file {file} cannot be read or written: {reason}. Check disk space and permissions.',
      SETTINGS_BROKEN:
        'The connection settings were damaged. They are kept as {file}; the defaults are in use.',
      URL_INVALID: 'This is not an address. Write it like https://member.example.com.',
      URL_INSECURE:
        'Another computer has to be reached by https, or member data would cross the network unprotected.',
      REMOTE_UNREACHABLE:
        '{url} cannot be reached: {reason}. Check address and network, and that the server is running.',
      REMOTE_NOT_MEMBER_DESK:
        'Something answers at this address, but it is not a Member Desk server. Check address and port.',
      REMOTE_CLIENT_TOO_OLD:
        'The server has version {version} and needs a newer desktop app. Update Member Desk on this computer.',
      REMOTE_SERVER_TOO_OLD:
        'The server has version {version}, which is too old. Ask its administrator to update it.',
      UNKNOWN: 'Something unexpected failed. See the log, or ask support.',
    },
  },
)
