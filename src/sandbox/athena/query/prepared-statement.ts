import type { Context } from '../../service.ts'
import type { Collection } from '../../state.ts'

type PreparedStatement = import('@aws-sdk/client-athena').PreparedStatement

/** A work group's prepared statements, by name. */
export const preparedStatementsOf = ({ state }: Context, workGroup: string): Collection<PreparedStatement> =>
  state.collection(`athena/prepared/${encodeURIComponent(workGroup)}`)
