import { pageOf } from '../paging.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import { sortedBy } from '../resource.ts'
import type { Context, Operations, Service } from '../service.ts'
import { checkExpression, DEFAULT_GROUP, groupArn, groups, type Schedule, schedules, tags } from './schedules.ts'

const MOST = 100

/** Schedules are kept and given back; none ever invokes its target. */
const operations: Operations<typeof import('@aws-sdk/client-scheduler')> = {
  CreateSchedule({ ClientToken: _, ...input }, context) {
    const schedule = completed(context, input)
    const now = context.now()
    schedules.add(context, idOf(schedule), { ...schedule, CreationDate: now, LastModificationDate: now })
    return { ScheduleArn: schedule.Arn }
  },

  GetSchedule: ({ Name, GroupName }, context) => schedules.found(context, idOf({ Name, GroupName })),

  /** Replaces all of it: what is not said is as if it were new. */
  UpdateSchedule({ ClientToken: _, ...input }, context) {
    const schedule = completed(context, input)
    schedules.change(context, idOf(schedule), ({ CreationDate }) => ({
      ...schedule,
      CreationDate,
      LastModificationDate: context.now(),
    }))
    return { ScheduleArn: schedule.Arn }
  },

  DeleteSchedule({ Name, GroupName }, context) {
    schedules.remove(context, idOf({ Name, GroupName }))
    return {}
  },

  ListSchedules({ GroupName, NamePrefix = '', State, NextToken, MaxResults = MOST }, context) {
    const all = sortedBy(schedules.all(context), ({ Name }) => Name).filter(
      (schedule) =>
        (GroupName === undefined || schedule.GroupName === GroupName) &&
        (State === undefined || schedule.State === State) &&
        schedule.Name?.startsWith(NamePrefix),
    )
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults, code: 'ValidationException' })
    return { Schedules: items.map(summary), NextToken: next }
  },

  CreateScheduleGroup({ Name, Tags }, context) {
    const now = context.now()
    const Arn = groupArn(context, Name)
    if (Name === DEFAULT_GROUP)
      throw new ServiceException('ConflictException', 'Schedule group default already exists.', { status: 409 })
    groups.add(context, Name, { Arn, Name, State: 'ACTIVE', CreationDate: now, LastModificationDate: now })
    tags.begin(context, Arn, Tags)
    return { ScheduleGroupArn: Arn }
  },

  GetScheduleGroup: ({ Name }, context) => groups.found(context, Name),

  /** Its schedules go with it. */
  DeleteScheduleGroup({ Name }, context) {
    if (Name === DEFAULT_GROUP)
      throw new ServiceException('ValidationException', 'The default schedule group cannot be deleted.')
    const { Arn } = groups.remove(context, Name)
    for (const schedule of schedules.all(context).filter(({ GroupName }) => GroupName === Name))
      schedules.remove(context, idOf(schedule))
    tags.end(context, Arn!)
    return {}
  },

  ListScheduleGroups({ NamePrefix = '', NextToken, MaxResults = MOST }, context) {
    const all = sortedBy(groups.all(context), ({ Name }) => Name).filter(({ Name }) => Name?.startsWith(NamePrefix))
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults, code: 'ValidationException' })
    return { ScheduleGroups: [...items], NextToken: next }
  },

  ListTagsForResource: ({ ResourceArn }, context) => ({ Tags: tags.of(context, ResourceArn) }),

  TagResource({ ResourceArn, Tags }, context) {
    tags.add(context, ResourceArn, Tags)
    return {}
  },

  UntagResource({ ResourceArn, TagKeys }, context) {
    tags.remove(context, ResourceArn, TagKeys)
    return {}
  },
}

const idOf = ({ Name, GroupName = DEFAULT_GROUP }: Pick<Schedule, 'Name' | 'GroupName'>): string =>
  `${GroupName}/${Name}`

/** With what AWS fills in; its group must be there. */
function completed(context: Context, input: Schedule): Schedule {
  checkExpression(input.ScheduleExpression)
  const GroupName = input.GroupName ?? DEFAULT_GROUP
  groups.found(context, GroupName)
  const { account, region } = context
  return {
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    ActionAfterCompletion: 'NONE',
    ...input,
    GroupName,
    Arn: `arn:aws:scheduler:${region}:${account}:schedule/${GroupName}/${input.Name}`,
    Target: {
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      ...input.Target!,
    },
  }
}

const summary = ({ Name, GroupName, Arn, State, CreationDate, LastModificationDate, Target }: Schedule) => ({
  Name,
  GroupName,
  Arn,
  State,
  CreationDate,
  LastModificationDate,
  Target: { Arn: Target?.Arn },
})

export const scheduler: Service = { name: 'scheduler', operations }
