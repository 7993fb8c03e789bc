/**
 * Words for the person at the terminal. They go to standard error, so that standard output belongs
 * to the program that is run and stays machine-readable.
 */
export function note(text) {
  process.stderr.write(`${text}\n`)
}

/** @param {number} startedAtMs value of `performance.now()` */
export const seconds = (startedAtMs) => `${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`
