import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const SIZE_MB = 16
/** Room for what is read and checked afterwards. */
const LATER_MB = 128
const BALLAST_BYTES = 2 * 2 ** 20

/** A file system of a few MB with a file on it that can be taken away. */
export interface SmallDisk {
  readonly folder: string
  /** Frees the space that the ballast took. */
  free(): Promise<void>
  /** There is space enough from now on. */
  grow(): Promise<void>
  remove(): Promise<void>
}

async function mount(folder: string): Promise<void> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', folder])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `A small disk needs the right to mount a tmpfs; run this as root on Linux. ${reason}`,
      {
        cause: error,
      },
    )
  }
}

const endBySignal = (): never => process.exit(1)

/** Mounts a small disk, which goes away with the process at the latest. */
export async function makeSmallDisk(): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-small-disk-'))
  const removed = () => rm(folder, { recursive: true, force: true })
  await mount(folder).catch(async (error: unknown) => {
    await removed()
    throw error
  })
  // Lazily: a server that still runs would keep it busy.
  const unmount = () => void spawnSync('umount', ['-l', folder])
  process.once('exit', unmount)
  process.on('SIGINT', endBySignal).on('SIGTERM', endBySignal)
  await chmod(folder, 0o755)
  const ballast = join(folder, 'ballast')
  await writeFile(ballast, Buffer.alloc(BALLAST_BYTES, 1))
  return {
    folder,
    free: () => rm(ballast),
    grow: async () => void (await run('mount', ['-o', `remount,size=${LATER_MB}m`, folder])),
    async remove() {
      process.off('exit', unmount)
      process.off('SIGINT', endBySignal).off('SIGTERM', endBySignal)
      unmount()
      await removed()
    },
  }
}

/** A folder on the disk for the user that Postgres runs as. */
export async function folderOfPostgres({ folder }: SmallDisk): Promise<string> {
  const path = join(folder, 'tablespace')
  await mkdir(path, { mode: 0o700 })
  await run('chown', ['postgres:postgres', path])
  return path
}
