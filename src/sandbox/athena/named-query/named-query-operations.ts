import { randomUUID } from 'node:crypto'
import { pageOf } from '../../paging.ts'
import { ServiceException } from '../../protocol/service-exception.ts'
import type { Context } from '../../service.ts'
import { type AthenaOperations, invalid } from '../query/execution.ts'
import { preparedStatementsOf } from '../query/prepared-statement.ts'
import { workGroupNamed } from '../work-group/work-group.ts'

type NamedQuery = import('@aws-sdk/client-athena').NamedQuery

const MOST = 50

const queriesOf = ({ state }: Context) => state.collection<NamedQuery>('athena/named-queries')

function queryNamed(context: Context, id: string): NamedQuery {
  const found = queriesOf(context).get(id)
  if (!found) throw invalid(`Named query with id ${id} not found`)
  return found
}

const page = <Item>(all: readonly Item[], token: string | undefined, size = MOST) =>
  pageOf(all, { token, size, code: 'InvalidRequestException' })

/** Queries that are kept by name, and statements that are prepared. */
export const namedQueryOperations: AthenaOperations = {
  CreateNamedQuery({ ClientRequestToken: _, WorkGroup = 'primary', ...given }, context) {
    workGroupNamed(context, WorkGroup)
    const NamedQueryId = randomUUID()
    queriesOf(context).put(NamedQueryId, { ...given, WorkGroup, NamedQueryId })
    return { NamedQueryId }
  },

  GetNamedQuery: ({ NamedQueryId }, context) => ({ NamedQuery: queryNamed(context, NamedQueryId) }),

  BatchGetNamedQuery({ NamedQueryIds }, context) {
    const found = NamedQueryIds.map((id) => queriesOf(context).get(id))
    return {
      NamedQueries: found.filter((query) => query !== undefined),
      UnprocessedNamedQueryIds: NamedQueryIds.filter((_, i) => !found[i]).map((NamedQueryId) => ({
        NamedQueryId,
        ErrorCode: 'INVALID_INPUT',
        ErrorMessage: `Named query with id ${NamedQueryId} not found`,
      })),
    }
  },

  ListNamedQueries({ WorkGroup = 'primary', NextToken, MaxResults }, context) {
    const all = queriesOf(context)
      .entries()
      .filter(([, query]) => query.WorkGroup === WorkGroup)
    const { items, next } = page(
      all.map(([id]) => id),
      NextToken,
      MaxResults,
    )
    return { NamedQueryIds: [...items], NextToken: next }
  },

  UpdateNamedQuery({ NamedQueryId, Name, Description, QueryString }, context) {
    const described = Description === undefined ? {} : { Description }
    queriesOf(context).put(NamedQueryId, { ...queryNamed(context, NamedQueryId), Name, QueryString, ...described })
    return {}
  },

  DeleteNamedQuery({ NamedQueryId = '' }, context) {
    queryNamed(context, NamedQueryId)
    queriesOf(context).remove(NamedQueryId)
    return {}
  },

  CreatePreparedStatement({ StatementName, WorkGroup, QueryStatement, Description }, context) {
    workGroupNamed(context, WorkGroup)
    if (preparedStatementsOf(context, WorkGroup).get(StatementName))
      throw invalid(`Prepared Statement ${StatementName} already exists in WorkGroup ${WorkGroup}`)
    putPrepared(context, { StatementName, WorkGroup, QueryStatement, Description })
    return {}
  },

  GetPreparedStatement: ({ StatementName, WorkGroup }, context) => ({
    PreparedStatement: preparedNamed(context, WorkGroup, StatementName),
  }),

  UpdatePreparedStatement({ StatementName, WorkGroup, QueryStatement, Description }, context) {
    preparedNamed(context, WorkGroup, StatementName)
    putPrepared(context, { StatementName, WorkGroup, QueryStatement, Description })
    return {}
  },

  DeletePreparedStatement({ StatementName, WorkGroup }, context) {
    preparedNamed(context, WorkGroup, StatementName)
    preparedStatementsOf(context, WorkGroup).remove(StatementName)
    return {}
  },

  ListPreparedStatements({ WorkGroup, NextToken, MaxResults }, context) {
    const all = preparedStatementsOf(context, WorkGroup)
      .entries()
      .map(([, { StatementName, LastModifiedTime }]) => ({ StatementName, LastModifiedTime }))
    const { items, next } = page(all, NextToken, MaxResults)
    return { PreparedStatements: [...items], NextToken: next }
  },
}

function preparedNamed(context: Context, workGroup: string, name: string) {
  workGroupNamed(context, workGroup)
  const found = preparedStatementsOf(context, workGroup).get(name)
  if (!found) throw new ServiceException('ResourceNotFoundException', `PreparedStatement ${name} was not found`)
  return found
}

interface Prepared {
  readonly StatementName: string
  readonly WorkGroup: string
  readonly QueryStatement: string
  readonly Description: string | undefined
}

function putPrepared(context: Context, { StatementName, WorkGroup, QueryStatement, Description }: Prepared): void {
  preparedStatementsOf(context, WorkGroup).put(StatementName, {
    StatementName,
    WorkGroupName: WorkGroup,
    QueryStatement,
    ...(Description === undefined ? {} : { Description }),
    LastModifiedTime: context.now(),
  })
}
