import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/** State of a TCP socket that listens, as Linux writes it. */
const LISTEN = '0A'

function socketsOf(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`
  const inodes = readdirSync(folder).map((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))?.[1]
    } catch {
      // The file was closed in the meantime.
      return undefined
    }
  })
  return new Set(inodes.filter((inode): inode is string => inode !== undefined))
}

/** Loopback ports on which a process of our own listens. On Linux only, as the tests of the app are. */
export function portsOf(pid: number): number[] {
  const own = socketsOf(pid)
  return readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === LISTEN && own.has(inode ?? ''))
    .map(([, local = '']) => parseInt(local.split(':')[1] ?? '', 16))
}
