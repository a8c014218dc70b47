import type { Context } from '../../service.ts'
import type { Collection } from '../../state.ts'
import { invalid } from '../query/execution.ts'

export type WorkGroup = import('@aws-sdk/client-athena').WorkGroup

export const ENGINE_VERSION = { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' }

export const workGroupsOf = ({ state }: Context): Collection<WorkGroup> => state.collection('athena/work-groups')

/** The one that every account has. */
const primary = ({ now }: Context): WorkGroup => ({
  Name: 'primary',
  State: 'ENABLED',
  Configuration: {
    ResultConfiguration: {},
    EnforceWorkGroupConfiguration: false,
    PublishCloudWatchMetricsEnabled: false,
    RequesterPaysEnabled: false,
    EngineVersion: ENGINE_VERSION,
  },
  CreationTime: now(),
})

export function findWorkGroup(context: Context, name: string): WorkGroup | undefined {
  const found = workGroupsOf(context).get(name)
  if (found || name !== 'primary') return found
  workGroupsOf(context).put(name, primary(context))
  return workGroupsOf(context).get(name)
}

export function workGroupNamed(context: Context, name: string): WorkGroup {
  const found = findWorkGroup(context, name)
  if (!found) throw invalid(`WorkGroup ${name} is not found.`)
  return found
}
