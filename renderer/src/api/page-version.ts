import { version } from '../../../package.json'

/** Version of the page itself; the server tells its own. */
export const PAGE_VERSION: string = version
