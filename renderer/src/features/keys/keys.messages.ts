import { defineMessages } from '../../i18n/define-messages.ts'

export const keysMessages = defineMessages(
  {
    title: '数据密钥',
    text: '手机号等个人信息用它加密。没有密钥，备份也打不开。',
    loading: '正在读取密钥信息',
    failed: '密钥信息没有取到',
    id: '密钥编号',
    since: '启用时间',
    copy: '密钥副本',
    copiedAt: '{time} 确认保存',
    neverCopied: '还没有确认保存过',
    notice: '还没有这个密钥的副本。电脑损坏时，没有副本就无法恢复会员的个人信息。',
    export: {
      action: '导出密钥',
      title: '导出密钥',
      text: '得到一个加密的小文件，只有用口令才能打开。文件和口令分开保存，都不要放在这台电脑上。',
      passphrase: '口令',
      hint: '至少 {min} 个字符，忘记了无法找回',
      again: '再输一遍口令',
      differs: '两遍口令不一样',
    },
    keep: {
      title: '文件保存好了吗',
      text: '密钥文件 {file} 已交给浏览器或系统保存。找到它，放到这台电脑以外的安全地方，再确认。没有确认就不算有副本。',
      again: '再保存一次',
      action: '已放到安全的地方',
      done: '已记下：这个密钥有副本。',
    },
    rotate: {
      action: '更换密钥',
      resume: '继续更换',
      title: '更换数据密钥',
      effect:
        '会生成新的密钥，本机服务随即重启一次，然后在后台用新密钥重写全部个人信息。期间可以照常使用，中断后会接着做。',
      copyNote:
        '旧的密钥副本打不开更换之后的数据，完成后请重新导出。完成之前的备份仍要用旧的副本打开，不要丢弃。',
      resumeEffect: '接着用新密钥重写还没有处理的个人信息。期间可以照常使用。',
      unfinished: '更换还没有完成，仍有数据使用旧密钥 {ids}。',
      running: '正在用新密钥重写',
      open: '查看任务',
      done: '密钥已更换，请重新导出副本。',
      ended: '任务没有完成，可以继续。',
    },
    command: {
      title: '更换密钥',
      text: '这台服务器的密钥不在窗口里更换。停止所有服务，在服务器上运行下面的命令，再启动服务：',
    },
  },
  {
    title: 'Data key',
    text: 'Personal data is encrypted with it. Without the key no backup can be read.',
    loading: 'Loading the key',
    failed: 'The key could not be loaded',
    id: 'Key',
    since: 'In use since',
    copy: 'Copy of the key',
    copiedAt: 'Kept since {time}',
    neverCopied: 'None confirmed yet',
    notice:
      'There is no copy of this key. If this computer breaks, personal data cannot be restored without one.',
    export: {
      action: 'Export key',
      title: 'Export key',
      text: 'Makes a small encrypted file that opens with the passphrase only. Keep file and passphrase apart, neither of them on this computer.',
      passphrase: 'Passphrase',
      hint: 'At least {min} characters; it cannot be recovered',
      again: 'Passphrase once more',
      differs: 'The passphrases differ',
    },
    keep: {
      title: 'Is the file in a safe place?',
      text: 'The key file {file} was handed over to be saved. Find it, put it in a safe place away from this computer, and confirm. Until you do, it does not count as a copy.',
      again: 'Save again',
      action: 'It is in a safe place',
      done: 'Noted: there is a copy of this key.',
    },
    rotate: {
      action: 'Change key',
      resume: 'Go on',
      title: 'Change the data key',
      effect:
        'A new key is made, the server on this computer starts anew once, and all personal data is rewritten in the background. You can work meanwhile; after an interruption it goes on.',
      copyNote:
        'A copy of the old key does not open what is written afterwards: export the key again once it is done. Backups made before that still need the old copy, so keep it.',
      resumeEffect:
        'Goes on rewriting the personal data that is left with the new key. You can work meanwhile.',
      unfinished: 'The change is not finished: some data still needs the old key {ids}.',
      running: 'Rewriting with the new key',
      open: 'Open job',
      done: 'The key is changed. Export a new copy.',
      ended: 'The job did not finish. You can go on.',
    },
    command: {
      title: 'Change key',
      text: 'The key of this server is not changed in the window. Stop all servers, run this where the server is, and start them again:',
    },
  },
)
