import { Problem } from '../lib/problem.mjs'

const OLDEST = [20, 19]

/** Refuses a Node that the tools do not run on; `version` as in `process.versions.node`. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  throw new Problem('This version of Node is too old.', {
    why: `Node ${version} runs this command; ${OLDEST.join('.')} or newer is needed.`,
    fix: 'Install a current Node from https://nodejs.org and run the command again.',
  })
}
