import { pageOf } from '../paging.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import { resources, sortedBy } from '../resource.ts'
import type { Context, Operations, Service } from '../service.ts'
import { tagging } from '../tags.ts'

type MetricAlarm = import('@aws-sdk/client-cloudwatch').MetricAlarm

const missing = (name: string): ServiceException =>
  new ServiceException('ResourceNotFound', `Unknown alarm ${name}`, { status: 404 })

const alarms = resources<MetricAlarm>({
  collection: 'cloudwatch/alarms',
  missing,
  taken: (name) => new ServiceException('ResourceConflict', `Alarm ${name} already exists`),
})
const tags = tagging(
  'cloudwatch',
  (arn) => new ServiceException('ResourceNotFoundException', `Resource ${arn} does not exist`, { status: 404 }),
)

const PAGE = 50

/** Alarms are kept and given back, and never looked at: their state stays INSUFFICIENT_DATA. */
const operations: Operations<typeof import('@aws-sdk/client-cloudwatch')> = {
  PutMetricAlarm({ Tags, ...echoed }, context) {
    if (echoed.MetricName === undefined && echoed.Metrics === undefined)
      throw new ServiceException('ValidationError', 'At least one of the parameters MetricName and Metrics must be set')
    const { AlarmName } = echoed
    const before = alarms.get(context, AlarmName)
    const alarm = alarms.put(context, AlarmName, described(context, echoed, before))
    if (!before) tags.begin(context, alarm.AlarmArn!, Tags)
    return {}
  },

  DescribeAlarms(asked, context) {
    const { AlarmNames, AlarmNamePrefix = '', StateValue, ActionPrefix, AlarmTypes = ['MetricAlarm'] } = asked
    const all = AlarmTypes.includes('MetricAlarm') ? alarms.all(context) : []
    const fitting = all.filter(
      ({ AlarmName = '', StateValue: state, ...alarm }) =>
        (AlarmNames === undefined || AlarmNames.includes(AlarmName)) &&
        AlarmName.startsWith(AlarmNamePrefix) &&
        (StateValue === undefined || StateValue === state) &&
        (ActionPrefix === undefined || actionsOf(alarm).some((action) => action.startsWith(ActionPrefix))),
    )
    const { NextToken, MaxRecords = PAGE } = asked
    const { items, next } = pageOf(
      sortedBy(fitting, ({ AlarmName }) => AlarmName),
      { token: NextToken, size: MaxRecords, code: 'InvalidNextToken' },
    )
    return { MetricAlarms: [...items], CompositeAlarms: [], NextToken: next }
  },

  DeleteAlarms({ AlarmNames }, context) {
    const known = AlarmNames.map((name) => alarms.found(context, name))
    for (const { AlarmName, AlarmArn } of known) {
      alarms.remove(context, AlarmName!)
      tags.end(context, AlarmArn!)
    }
    return {}
  },

  EnableAlarmActions: ({ AlarmNames }, context) => switched(context, AlarmNames, true),
  DisableAlarmActions: ({ AlarmNames }, context) => switched(context, AlarmNames, false),

  ListTagsForResource: ({ ResourceARN }, context) => ({ Tags: tags.of(context, ResourceARN) }),

  TagResource({ ResourceARN, Tags }, context) {
    tags.add(context, ResourceARN, Tags)
    return {}
  },

  UntagResource({ ResourceARN, TagKeys }, context) {
    tags.remove(context, ResourceARN, TagKeys)
    return {}
  },
}

const actionsOf = ({ OKActions = [], AlarmActions = [], InsufficientDataActions = [] }: MetricAlarm): string[] => [
  ...OKActions,
  ...AlarmActions,
  ...InsufficientDataActions,
]

function described(context: Context, echoed: MetricAlarm, before: MetricAlarm | undefined): MetricAlarm {
  const now = context.now()
  const reason = 'Unchecked: the Starlift sandbox keeps alarms and does not evaluate them'
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    ...echoed,
    AlarmArn: `arn:aws:cloudwatch:${context.region}:${context.account}:alarm:${echoed.AlarmName}`,
    AlarmConfigurationUpdatedTimestamp: now,
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: reason,
    StateUpdatedTimestamp: before?.StateUpdatedTimestamp ?? now,
    StateTransitionedTimestamp: before?.StateTransitionedTimestamp ?? now,
  }
}

function switched(context: Context, names: readonly string[], ActionsEnabled: boolean): object {
  for (const name of names)
    if (alarms.get(context, name)) alarms.change(context, name, (alarm) => ({ ...alarm, ActionsEnabled }))
  return {}
}

export const cloudwatch: Service = { name: 'cloudwatch', operations }
