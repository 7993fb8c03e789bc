/**
 * Runs tasks, so many at a time, and waits for all of them.
 *
 * @template T
 * @param {(() => Promise<T>)[]} tasks
 * @param {number} atOnce
 * @returns {Promise<T[]>} results in the order of the tasks
 */
export async function runAll(tasks, atOnce) {
  const results = []
  const waiting = tasks.entries()
  const worker = async () => {
    for (const [index, task] of waiting) results[index] = await task()
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
