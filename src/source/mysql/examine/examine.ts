import { checkHops, type Hop } from '../../../core/hop.ts'
import type { Session } from '../session.ts'
import { rightsChecks } from './rights.ts'
import { serverChecks } from './server.ts'
import { type ServerAddress, wayChecks } from './way.ts'

/** Says of each hop to a database whether it works: from its URL to the rights of the user and the settings of the server. Changes nothing. */
export async function* examineServer(address: ServerAddress): AsyncIterable<Hop> {
  const way = wayChecks(address)
  const session = (): Session => way.session()
  try {
    yield* checkHops([...way.checks, ...rightsChecks(session), ...serverChecks(session)])
  } finally {
    await way.close()
  }
}
