import packageJson from '../package.json'

/** Version of the program, from package.json. */
export const VERSION = packageJson.version
