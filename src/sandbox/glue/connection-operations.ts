import { pageOf } from '../paging.ts'
import { type Resources, resources, sortedBy } from '../resource.ts'
import type { Operations } from '../service.ts'
import { alreadyThere, notFound } from './catalog.ts'
import { beginTags, endTags } from './tag-operations.ts'

type Connection = import('@aws-sdk/client-glue').Connection
type ConnectionInput = import('@aws-sdk/client-glue').ConnectionInput

const MOST = 100

export const connections: Resources<Connection> = resources({
  collection: 'glue/connections',
  missing: (id) => notFound(`Connection ${id}`),
  taken: (id) => alreadyThere(`Connection ${id}`),
})

export const connectionOperations: Operations<typeof import('@aws-sdk/client-glue')> = {
  CreateConnection({ ConnectionInput: input, Tags }, context) {
    const name = input.Name ?? ''
    const now = context.now()
    connections.add(context, name, { ...kept(input), CreationTime: now, LastUpdatedTime: now })
    beginTags(context, 'connection', name, Tags)
    return { CreateConnectionStatus: 'READY' }
  },

  GetConnection: ({ Name, HidePassword }, context) => ({
    Connection: shown(connections.found(context, Name), HidePassword),
  }),

  GetConnections({ Filter = {}, HidePassword, NextToken, MaxResults = MOST }, context) {
    const all = sortedBy(connections.all(context), ({ Name }) => Name).filter(
      ({ ConnectionType, MatchCriteria = [] }) =>
        (Filter.ConnectionType === undefined || Filter.ConnectionType === ConnectionType) &&
        (Filter.MatchCriteria ?? []).every((criterion) => MatchCriteria.includes(criterion)),
    )
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { ConnectionList: items.map((one) => shown(one, HidePassword)), NextToken: next }
  },

  UpdateConnection({ Name, ConnectionInput: input }, context) {
    connections.change(context, Name, ({ CreationTime }) => ({
      ...kept({ ...input, Name }),
      CreationTime,
      LastUpdatedTime: context.now(),
    }))
    return {}
  },

  DeleteConnection({ ConnectionName }, context) {
    connections.remove(context, ConnectionName)
    endTags(context, 'connection', ConnectionName)
    return {}
  },
}

/** Without what asks for a test of the connection and is not part of it, and without what opens it in a single use. */
function kept({
  ValidateCredentials: _,
  ValidateForComputeEnvironments: _also,
  ...input
}: ConnectionInput): Connection {
  const { AuthenticationConfiguration, ...connection } = input
  if (!AuthenticationConfiguration) return connection
  const { AuthenticationType, SecretArn } = AuthenticationConfiguration
  return { ...connection, AuthenticationConfiguration: { AuthenticationType, SecretArn } }
}

function shown(connection: Connection, hidePassword = false): Connection {
  if (!hidePassword || !connection.ConnectionProperties) return connection
  const { PASSWORD: _, ENCRYPTED_PASSWORD: _also, ...properties } = connection.ConnectionProperties
  return { ...connection, ConnectionProperties: properties }
}
