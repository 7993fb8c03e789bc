import { type Session, type WebContents, app, session } from 'electron'
import { isAppUrl, parseUrl } from './app-url.ts'
import { mayPageRequest } from './page-requests.ts'
import type { Logger } from './server-link.ts'

const ALLOWED_PERMISSIONS = new Set(['clipboard-sanitized-write'])

/**
 * Every page runs in the system's sandbox, whatever its window asks for. Before Electron is ready.
 * Root, as on build machines, has no sandbox and starts Electron with `--no-sandbox`; `enableSandbox`
 * would take that switch back, and then nothing starts. So it is obeyed there and nowhere else.
 */
export function enableSandbox(allowNoSandbox: boolean): void {
  if (allowNoSandbox && app.commandLine.hasSwitch('no-sandbox')) return
  app.enableSandbox()
}

function guardPermissions(target: Session): void {
  target.setPermissionRequestHandler((contents, permission, callback) => {
    callback(ALLOWED_PERMISSIONS.has(permission) && isAppUrl(contents.getURL()))
  })
  target.setPermissionCheckHandler(
    (contents, permission) =>
      ALLOWED_PERMISSIONS.has(permission) && contents !== null && isAppUrl(contents.getURL()),
  )
  target.setDevicePermissionHandler(() => false)
}

function guardRequests(target: Session, devUrl: string | undefined, log: Logger): void {
  target.webRequest.onBeforeRequest((details, callback) => {
    const isAllowed = mayPageRequest(details, devUrl)
    const origin = parseUrl(details.url)?.origin ?? 'no address'
    if (!isAllowed) log.warn(`refused a request of the page to ${origin}`)
    callback({ cancel: !isAllowed })
  })
}

/**
 * Everything that could take a window elsewhere is refused, and nothing opens outside: an address is
 * enough to carry members' data away, and the page links to no other site.
 */
export function guardContents(contents: WebContents, log: Logger): void {
  const refuse = (event: Electron.Event, url: string) => {
    if (isAppUrl(url)) return
    event.preventDefault()
    log.warn(`refused navigation to ${parseUrl(url)?.origin ?? 'no address'}`)
  }
  contents.on('will-navigate', refuse)
  contents.on('will-redirect', refuse)
  contents.on('will-frame-navigate', (event) => refuse(event, event.url))
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    log.warn('refused a webview')
  })
  contents.setWindowOpenHandler(({ url }) => {
    log.warn(`refused to open a window for ${parseUrl(url)?.origin ?? 'no address'}`)
    return { action: 'deny' }
  })
}

/** Guards every window there is and will be. After Electron is ready, before the first window. */
export function guardSessions(devUrl: string | undefined, log: Logger): void {
  guardPermissions(session.defaultSession)
  guardRequests(session.defaultSession, devUrl, log)
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log))
}
