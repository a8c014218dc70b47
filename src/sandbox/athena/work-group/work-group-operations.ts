import { pageOf } from '../../paging.ts'
import type { Context } from '../../service.ts'
import { type AthenaOperations, executionsOf, invalid } from '../query/execution.ts'
import { preparedStatementsOf } from '../query/prepared-statement.ts'
import { arnOf, putTags } from '../tag/tags.ts'
import { ENGINE_VERSION, findWorkGroup, type WorkGroup, workGroupNamed, workGroupsOf } from './work-group.ts'

type Configuration = import('@aws-sdk/client-athena').WorkGroupConfiguration
type Updates = import('@aws-sdk/client-athena').WorkGroupConfigurationUpdates

const MOST = 50

/** What Athena fills in where nothing was said. */
const complete = (given: Configuration | undefined): Configuration => ({
  EnforceWorkGroupConfiguration: true,
  PublishCloudWatchMetricsEnabled: true,
  RequesterPaysEnabled: false,
  ...given,
  EngineVersion: { ...ENGINE_VERSION, SelectedEngineVersion: given?.EngineVersion?.SelectedEngineVersion ?? 'AUTO' },
})

export const workGroupOperations: AthenaOperations = {
  CreateWorkGroup({ Name, Configuration, Description, Tags = [] }, context) {
    if (findWorkGroup(context, Name)) throw invalid(`WorkGroup ${Name} is already created`)
    workGroupsOf(context).put(Name, {
      Name,
      State: 'ENABLED',
      Configuration: complete(Configuration),
      ...(Description === undefined ? {} : { Description }),
      CreationTime: context.now(),
    })
    putTags(context, arnOf(context, `workgroup/${Name}`), Tags)
    return {}
  },

  GetWorkGroup: ({ WorkGroup }, context) => ({ WorkGroup: workGroupNamed(context, WorkGroup) }),

  UpdateWorkGroup({ WorkGroup, Description, ConfigurationUpdates, State }, context) {
    const group = workGroupNamed(context, WorkGroup)
    workGroupsOf(context).put(WorkGroup, {
      ...group,
      ...(Description === undefined ? {} : { Description }),
      ...(State === undefined ? {} : { State }),
      Configuration: updated(group.Configuration ?? {}, ConfigurationUpdates ?? {}),
    })
    return {}
  },

  DeleteWorkGroup({ WorkGroup, RecursiveDeleteOption = false }, context) {
    workGroupNamed(context, WorkGroup)
    if (WorkGroup === 'primary') throw invalid('The primary WorkGroup cannot be deleted')
    const kept = executionsOf(context)
      .entries()
      .filter(([, { query }]) => query.WorkGroup === WorkGroup)
    const queries = namedQueriesOf(context)
      .entries()
      .filter(([, query]) => query.WorkGroup === WorkGroup)
    const prepared = preparedStatementsOf(context, WorkGroup)
    if (!RecursiveDeleteOption && queries.length + kept.length + prepared.entries().length > 0)
      throw invalid(`WorkGroup ${WorkGroup} is not empty`)
    for (const [id] of queries) namedQueriesOf(context).remove(id)
    for (const [id] of prepared.entries()) prepared.remove(id)
    workGroupsOf(context).remove(WorkGroup)
    return {}
  },

  ListWorkGroups({ NextToken, MaxResults = MOST }, context) {
    workGroupNamed(context, 'primary')
    const all = workGroupsOf(context)
      .entries()
      .map(([, group]) => group)
      .sort((a, b) => (a.Name! < b.Name! ? -1 : 1))
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults, code: 'InvalidRequestException' })
    return { WorkGroups: items.map(summary), NextToken: next }
  },

  ListEngineVersions: () => ({
    EngineVersions: [
      ENGINE_VERSION,
      { SelectedEngineVersion: 'Athena engine version 3', EffectiveEngineVersion: 'Athena engine version 3' },
    ],
  }),
}

const namedQueriesOf = ({ state }: Context) =>
  state.collection<import('@aws-sdk/client-athena').NamedQuery>('athena/named-queries')

const summary = ({ Name, State, Description = '', CreationTime, Configuration }: WorkGroup) => ({
  Name,
  State,
  Description,
  CreationTime,
  EngineVersion: Configuration?.EngineVersion,
})

function updated(configuration: Configuration, updates: Updates): Configuration {
  const {
    ResultConfigurationUpdates: results,
    RemoveBytesScannedCutoffPerQuery: removeCutoff,
    RemoveCustomerContentEncryptionConfiguration: _,
    EngineVersion,
    ...rest
  } = updates
  const { BytesScannedCutoffPerQuery, ...kept } = { ...configuration, ...rest }
  return complete({
    ...(kept as Configuration),
    ...(removeCutoff || BytesScannedCutoffPerQuery === undefined ? {} : { BytesScannedCutoffPerQuery }),
    ...(EngineVersion === undefined ? {} : { EngineVersion }),
    ...(results === undefined
      ? {}
      : { ResultConfiguration: updatedResults(configuration.ResultConfiguration ?? {}, results) }),
  })
}

type Results = NonNullable<Configuration['ResultConfiguration']>

/** `X` replaces, `RemoveX` removes. */
function updatedResults(before: Results, updates: NonNullable<Updates['ResultConfigurationUpdates']>): Results {
  const result: Record<string, unknown> = { ...before }
  for (const [name, value] of Object.entries(updates)) {
    if (value === undefined) continue
    if (!name.startsWith('Remove')) result[name] = value
    else if (value === true) delete result[name.slice('Remove'.length)]
  }
  return result as Results
}
