import { contextBridge, ipcRenderer } from 'electron'
import { CHANNELS, type DesktopApi } from '../ipc-contract.ts'

/** The event object stays here: through it the page would get at `ipcRenderer`. */
function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const onMessage = (_event: unknown, value: T) => listener(value)
  ipcRenderer.on(channel, onMessage)
  return () => ipcRenderer.removeListener(channel, onMessage)
}

const api: DesktopApi = {
  getInfo: () => ipcRenderer.invoke(CHANNELS.getInfo),
  getServerState: () => ipcRenderer.invoke(CHANNELS.getServerState),
  onServerState: (listener) => listen(CHANNELS.serverState, listener),
  restartServer: () => ipcRenderer.invoke(CHANNELS.restartServer),
  getConnection: () => ipcRenderer.invoke(CHANNELS.getConnection),
  setConnection: (input) => ipcRenderer.invoke(CHANNELS.setConnection, input),
  useExportedKey: (key) => ipcRenderer.invoke(CHANNELS.useExportedKey, key),
  openLogs: () => ipcRenderer.invoke(CHANNELS.openLogs),
  setTheme: (theme) => ipcRenderer.invoke(CHANNELS.setTheme, theme),
  setLanguage: (language) => ipcRenderer.invoke(CHANNELS.setLanguage, language),
  onOpenConnection: (listener) => listen<undefined>(CHANNELS.openConnection, () => listener()),
}

contextBridge.exposeInMainWorld('desktop', api)
