import { note } from './note.mjs'

/** A failure that a person can do something about: what failed, why, and what to do. */
export class Problem extends Error {
  /**
   * @param {string} what what failed, as a sentence
   * @param {{ why: string, fix: string }} details
   */
  constructor(what, { why, fix }) {
    super(what)
    this.why = why
    this.fix = fix
  }
}

const indent = (text) => text.trim().replaceAll('\n', '\n    ')

/** Tells a person about a failure; a stack is shown only for what nobody foresaw. */
export function explain(error) {
  if (!(error instanceof Problem)) return note(String(error?.stack ?? error))
  note(`\n✗ ${error.message}`)
  note(`  Why: ${indent(error.why)}`)
  note(`  What you can do: ${indent(error.fix)}\n`)
}

/** Runs a command's main function; a failure is explained and ends the process with 1. */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    explain(error)
    process.exitCode = 1
  }
}
