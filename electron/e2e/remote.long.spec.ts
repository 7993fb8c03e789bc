import { startTestPostgres } from '../../server/testing/test-postgres.ts'
import { test } from './support/fixtures.ts'
import { liveAsClient } from './support/remote-server.ts'

test('is a client of a standalone server on postgresql, also after a restart', ({ desk }) =>
  liveAsClient(desk, async () => {
    const postgres = await startTestPostgres()
    await postgres.createDatabase('shop')
    return { url: postgres.urlOf('shop'), stop: () => postgres.stop() }
  }))
