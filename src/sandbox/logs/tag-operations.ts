import type { Context, Operations } from '../service.ts'
import { groupNamed, groupsOf } from './log-groups.ts'

function tag(context: Context, group: string, tags: Readonly<Record<string, string>>): Record<never, never> {
  const found = groupNamed(context, group)
  groupsOf(context).put(found.name, { ...found, tags: { ...found.tags, ...tags } })
  return {}
}

export const tagOperations: Operations<typeof import('@aws-sdk/client-cloudwatch-logs')> = {
  ListTagsForResource: ({ resourceArn }, context) => ({ tags: { ...groupNamed(context, resourceArn).tags } }),
  ListTagsLogGroup: ({ logGroupName }, context) => ({ tags: { ...groupNamed(context, logGroupName).tags } }),
  TagResource: ({ resourceArn, tags }, context) => tag(context, resourceArn, tags),
  TagLogGroup: ({ logGroupName, tags }, context) => tag(context, logGroupName, tags),

  UntagResource({ resourceArn, tagKeys }, context) {
    const group = groupNamed(context, resourceArn)
    const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key)))
    groupsOf(context).put(group.name, { ...group, tags })
    return {}
  },
}
