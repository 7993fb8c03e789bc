import { Menu, type MenuItemConstructorOptions, app } from 'electron'
import { texts } from './texts.ts'

export interface MenuActions {
  readonly openConnection: () => void
  readonly openLogs: () => void
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

function viewItems(isDevelopment: boolean): MenuItemConstructorOptions[] {
  const text = texts()
  return [
    { role: 'reload', label: text.reload },
    separator,
    { role: 'resetZoom', label: text.resetZoom },
    { role: 'zoomIn', label: text.zoomIn },
    { role: 'zoomOut', label: text.zoomOut },
    separator,
    { role: 'togglefullscreen', label: text.fullscreen },
    ...(isDevelopment ? [{ role: 'toggleDevTools', label: text.developerTools } as const] : []),
  ]
}

function editItems(): MenuItemConstructorOptions[] {
  const text = texts()
  return [
    { role: 'undo', label: text.undo },
    { role: 'redo', label: text.redo },
    separator,
    { role: 'cut', label: text.cut },
    { role: 'copy', label: text.copy },
    { role: 'paste', label: text.paste },
    { role: 'selectAll', label: text.selectAll },
  ]
}

/** The native menu, in the language of `texts`; installed anew when that changes. */
export function installMenu(actions: MenuActions, isDevelopment: boolean): void {
  const text = texts()
  app.setAboutPanelOptions({
    applicationName: text.productName,
    applicationVersion: app.getVersion(),
  })
  const template: MenuItemConstructorOptions[] = [
    {
      label: text.file,
      submenu: [
        { label: text.connection, click: actions.openConnection },
        separator,
        { role: 'quit', label: text.quit },
      ],
    },
    { label: text.edit, submenu: editItems() },
    { label: text.view, submenu: viewItems(isDevelopment) },
    {
      label: text.help,
      submenu: [
        { label: text.openLogs, click: actions.openLogs },
        separator,
        { label: text.about, click: () => app.showAboutPanel() },
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
