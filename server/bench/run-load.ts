import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { loadResult, type LoadResult, type LoadTask } from './load-generator.ts'

/** The generator has this core for itself as far as the others leave it. */
export const GENERATOR_CORE = '1'

const run = promisify(execFile)

/** Runs the load generator as a process of its own, pinned to a core. */
export async function runLoad(task: LoadTask): Promise<LoadResult> {
  const bundle = pathToFileURL(join(process.cwd(), 'out/bench/index.mjs')).href
  const script = `import(${JSON.stringify(bundle)}).then((m) => m.runGenerator(process.argv[1]))`
  const args = ['-c', GENERATOR_CORE, process.execPath, '-e', script, JSON.stringify(task)]
  const { stdout } = await run('taskset', args, { maxBuffer: 1e7 })
  return loadResult.parse(JSON.parse(stdout))
}
