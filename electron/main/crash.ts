import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, crashReporter, dialog } from 'electron'
import { redact } from './redact.ts'
import { reasonOf } from './shell-problem.ts'
import { texts } from './texts.ts'

const REPORTS_MAX = 20

type Kind = 'uncaughtException' | 'unhandledRejection'

/** Writes a report without personal data and answers its name; the oldest reports make room. */
export function writeCrashReport(folder: string, kind: Kind, error: unknown, now: Date): string {
  mkdirSync(folder, { recursive: true })
  const old = readdirSync(folder).filter((name) => name.endsWith('.json'))
  for (const name of old.sort().slice(0, Math.max(0, old.length - REPORTS_MAX + 1))) {
    rmSync(join(folder, name), { force: true })
  }
  const file = join(folder, `${now.toISOString().replace(/[:.]/g, '-')}.json`)
  const { electron, chrome, node } = process.versions
  const report = {
    at: now.toISOString(),
    kind,
    message: redact(reasonOf(error)),
    stack: error instanceof Error ? redact(error.stack ?? '') : '',
    version: app.getVersion(),
    platform: `${process.platform} ${process.arch}`,
    versions: { electron, chrome, node },
  }
  writeFileSync(file, JSON.stringify(report, null, 2))
  return file
}

async function tellUser(kind: Kind, file: string): Promise<void> {
  await app.whenReady()
  const { crashTitle, crashDetail, restart, quit, continue: goOn } = texts()
  // After an uncaught exception nothing can be relied on; a rejected promise concerns one task.
  const isFatal = kind === 'uncaughtException'
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: crashTitle,
    detail: crashDetail.replace('{file}', file),
    buttons: [restart, isFatal ? quit : goOn],
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) app.relaunch()
  if (response === 0 || isFatal) app.quit()
}

/**
 * First of all calls: whatever goes wrong after this leaves a report. Minidumps of native crashes stay
 * on this computer. The user is asked once at a time, not once for every error.
 */
export function installCrashHandlers(folder: string): (kind: Kind, error: unknown) => void {
  crashReporter.start({ uploadToServer: false })
  let isTelling = false
  const report = (kind: Kind, error: unknown) => {
    console.error(kind, error)
    const file = writeCrashReport(folder, kind, error, new Date())
    if (isTelling) return
    isTelling = true
    tellUser(kind, file)
      .catch((failure: unknown) => console.error('crash dialog', failure))
      .finally(() => (isTelling = false))
  }
  process.on('uncaughtException', (error) => report('uncaughtException', error))
  process.on('unhandledRejection', (error) => report('unhandledRejection', error))
  return report
}
