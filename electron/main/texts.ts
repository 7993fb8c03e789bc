import { app } from 'electron'
import type { Language } from '../ipc-contract.ts'

/** Words of the native menu and dialogs; everything else is said by the page. */
const ZH = {
  file: '文件',
  connection: '连接…',
  quit: '退出',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图',
  reload: '重新加载',
  resetZoom: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullscreen: '全屏',
  developerTools: '开发者工具',
  help: '帮助',
  openLogs: '打开日志文件夹',
  about: '关于会员台',
  productName: '会员台',
  retry: '重试',
  restart: '重新启动',
  continue: '继续使用',
  pageFailedTitle: '界面无法显示',
  pageFailedDetail: '数据没有受影响。可以重试；仍不行时打开日志文件夹，把日志交给维护人员。',
  unsavedTitle: '有改动还没有保存',
  unsavedDetail: '现在离开，这些改动会丢失。',
  stay: '继续编辑',
  discard: '放弃改动',
  crashTitle: '程序出错',
  crashDetail: '报告已写入：{file}\n数据没有受影响。建议重新启动程序。',
}
type Texts = Readonly<Record<keyof typeof ZH, string>>

const EN: Texts = {
  file: 'File',
  connection: 'Connection…',
  quit: 'Quit',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  reload: 'Reload',
  resetZoom: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullscreen: 'Full screen',
  developerTools: 'Developer tools',
  help: 'Help',
  openLogs: 'Open log folder',
  about: 'About Member Desk',
  productName: 'Member Desk',
  retry: 'Retry',
  restart: 'Restart',
  continue: 'Continue',
  pageFailedTitle: 'The page cannot be shown',
  pageFailedDetail:
    'Your data is safe. Retry; if that fails, open the log folder and hand the logs to support.',
  unsavedTitle: 'There are unsaved changes',
  unsavedDetail: 'They are lost if you leave now.',
  stay: 'Keep editing',
  discard: 'Discard changes',
  crashTitle: 'Something failed',
  crashDetail: 'A report was written: {file}\nYour data is safe. Restart the app to be sure.',
}

let chosen: Language | undefined

/** The language of the page, as soon as it has told it. */
export function setTextLanguage(language: Language | undefined): void {
  chosen = language
}

/**
 * In the page's language; before it was ever told, Chinese for a Chinese system and English for any
 * other. After Electron is ready.
 */
export function texts(): Texts {
  const language = chosen ?? (/^zh\b/i.test(app.getLocale()) ? 'zh' : 'en')
  return language === 'zh' ? ZH : EN
}
