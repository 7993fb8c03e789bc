import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Was this module started as a command, rather than imported? `url`: its `import.meta.url` */
export const isCommand = (url) =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url)
