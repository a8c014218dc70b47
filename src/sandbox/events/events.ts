import { pageOf } from '../paging.ts'
import { sortedBy } from '../resource.ts'
import type { Context, Operations, Service } from '../service.ts'
import { checkBus, checkWhen, DEFAULT_BUS, type KeptRule, rules, tags, validation } from './rules.ts'

type Rule = import('@aws-sdk/client-eventbridge').Rule

const MOST = 100

/** Rules and targets are kept and given back; no rule ever fires. */
const operations: Operations<typeof import('@aws-sdk/client-eventbridge')> = {
  PutRule({ Tags, EventBusName, Name, State = 'ENABLED', ...echoed }, context) {
    checkBus(context, EventBusName)
    checkWhen(echoed)
    const Arn = `arn:aws:events:${context.region}:${context.account}:rule/${Name}`
    const before = rules.get(context, Name)
    const { targets } = before ?? { targets: [] }
    rules.put(context, Name, { ...echoed, Name, Arn, State, EventBusName: DEFAULT_BUS, targets })
    // The tags of a rule that is there are changed by TagResource alone.
    if (!before) tags.begin(context, Arn, Tags)
    return { RuleArn: Arn }
  },

  DescribeRule({ Name, EventBusName }, context) {
    checkBus(context, EventBusName)
    return { ...described(rules.found(context, Name)), CreatedBy: context.account }
  },

  ListRules({ NamePrefix = '', EventBusName, NextToken, Limit = MOST }, context) {
    checkBus(context, EventBusName)
    const all = sortedBy(rules.all(context), ({ Name }) => Name).filter(({ Name }) => Name.startsWith(NamePrefix))
    const { items, next } = pageOf(all, { token: NextToken, size: Limit, code: 'ValidationException' })
    return { Rules: items.map(described), NextToken: next }
  },

  ListRuleNamesByTarget({ TargetArn, EventBusName, NextToken, Limit = MOST }, context) {
    checkBus(context, EventBusName)
    const names = rules
      .all(context)
      .filter(({ targets }) => targets.some(({ Arn }) => Arn === TargetArn))
      .map(({ Name }) => Name)
    const { items, next } = pageOf(names.toSorted(), { token: NextToken, size: Limit, code: 'ValidationException' })
    return { RuleNames: [...items], NextToken: next }
  },

  DeleteRule({ Name, EventBusName }, context) {
    checkBus(context, EventBusName)
    const rule = rules.get(context, Name)
    if (!rule) return {}
    if (rule.targets.length > 0) throw validation("Rule can't be deleted since it has targets.")
    rules.remove(context, Name)
    tags.end(context, rule.Arn)
    return {}
  },

  EnableRule: ({ Name, EventBusName }, context) => switched(context, { Name, EventBusName, State: 'ENABLED' }),
  DisableRule: ({ Name, EventBusName }, context) => switched(context, { Name, EventBusName, State: 'DISABLED' }),

  PutTargets({ Rule: name, EventBusName, Targets }, context) {
    checkBus(context, EventBusName)
    rules.change(context, name, (rule) => {
      const ids = new Set(Targets.map(({ Id }) => Id))
      return { ...rule, targets: [...rule.targets.filter(({ Id }) => !ids.has(Id)), ...Targets] }
    })
    return { FailedEntryCount: 0, FailedEntries: [] }
  },

  ListTargetsByRule({ Rule: name, EventBusName, NextToken, Limit = MOST }, context) {
    checkBus(context, EventBusName)
    const { targets } = rules.found(context, name)
    const { items, next } = pageOf(targets, { token: NextToken, size: Limit, code: 'ValidationException' })
    return { Targets: [...items], NextToken: next }
  },

  RemoveTargets({ Rule: name, EventBusName, Ids }, context) {
    checkBus(context, EventBusName)
    const { targets } = rules.found(context, name)
    const missing = Ids.filter((id) => !targets.some(({ Id }) => Id === id))
    rules.change(context, name, (rule) => ({ ...rule, targets: targets.filter(({ Id }) => !Ids.includes(Id ?? '')) }))
    const FailedEntries = missing.map((TargetId) => ({
      TargetId,
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: `Target ${TargetId} does not exist on Rule ${name}.`,
    }))
    return { FailedEntryCount: missing.length, FailedEntries }
  },

  DescribeEventBus({ Name }, context) {
    checkBus(context, Name)
    return busOf(context)
  },

  ListEventBuses: ({ NamePrefix = '' }, context) => ({
    EventBuses: DEFAULT_BUS.startsWith(NamePrefix) ? [busOf(context)] : [],
  }),

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

const described = ({ targets: _, ...rule }: KeptRule): Rule => rule

const busOf = ({ account, region }: Context) => ({
  Name: DEFAULT_BUS,
  Arn: `arn:aws:events:${region}:${account}:event-bus/${DEFAULT_BUS}`,
})

interface Switch {
  readonly Name: string
  readonly EventBusName: string | undefined
  readonly State: 'ENABLED' | 'DISABLED'
}

function switched(context: Context, { Name, EventBusName, State }: Switch): object {
  checkBus(context, EventBusName)
  rules.change(context, Name, (rule) => ({ ...rule, State }))
  return {}
}

export const events: Service = { name: 'events', operations }
