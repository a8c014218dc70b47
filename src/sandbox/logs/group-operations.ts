import { pageOf } from '../paging.ts'
import type { Context, Operations } from '../service.ts'
import {
  createGroup,
  createStream,
  eventsOf,
  groupNamed,
  groupsOf,
  invalid,
  type LogGroup,
  type LogStream,
  removeGroup,
  removeStream,
  streamNamed,
  streamsOf,
} from './log-groups.ts'

const MOST = 50
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]
const badToken = { size: MOST, code: 'InvalidParameterException' }

export const groupOperations: Operations<typeof import('@aws-sdk/client-cloudwatch-logs')> = {
  CreateLogGroup({ logGroupName: name, kmsKeyId, tags = {}, logGroupClass = 'STANDARD' }, context) {
    createGroup(context, { name, kmsKeyId, tags, class: logGroupClass })
    return {}
  },

  DeleteLogGroup({ logGroupName }, context) {
    removeGroup(context, logGroupName)
    return {}
  },

  DescribeLogGroups({ logGroupNamePrefix = '', logGroupNamePattern = '', nextToken, limit = MOST }, context) {
    const all = groupsOf(context)
      .entries()
      .map(([, group]) => group)
      .filter(({ name }) => name.startsWith(logGroupNamePrefix) && name.includes(logGroupNamePattern))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    const { items, next } = pageOf(all, { ...badToken, token: nextToken, size: limit })
    return { logGroups: items.map((group) => describedGroup(context, group)), nextToken: next }
  },

  PutRetentionPolicy({ logGroupName, retentionInDays }, context) {
    if (!RETENTIONS.includes(retentionInDays)) throw invalid(`${retentionInDays} is not a time that logs can be kept`)
    const group = groupNamed(context, logGroupName)
    groupsOf(context).put(group.name, { ...group, retentionDays: retentionInDays })
    return {}
  },

  DeleteRetentionPolicy({ logGroupName }, context) {
    const { retentionDays: _, ...group } = groupNamed(context, logGroupName)
    groupsOf(context).put(group.name, group)
    return {}
  },

  CreateLogStream({ logGroupName, logStreamName }, context) {
    createStream(context, groupNamed(context, logGroupName), logStreamName)
    return {}
  },

  DeleteLogStream({ logGroupName, logStreamName }, context) {
    removeStream(context, streamNamed(context, groupNamed(context, logGroupName), logStreamName))
    return {}
  },

  DescribeLogStreams(input, context) {
    const group = groupNamed(context, input.logGroupIdentifier ?? input.logGroupName)
    const all = streamsOf(context, group)
      .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
      .map((stream) => describedStream(context, stream))
      .sort((a, b) => ((a.logStreamName ?? '') < (b.logStreamName ?? '') ? -1 : 1))
    if (input.orderBy === 'LastEventTime') all.sort((a, b) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0))
    if (input.descending) all.reverse()
    const { items, next } = pageOf(all, { ...badToken, token: input.nextToken, size: input.limit ?? MOST })
    return { logStreams: [...items], nextToken: next }
  },
}

const bytesOf = (context: Context, stream: LogStream): number =>
  eventsOf(context, stream)
    .events()
    .reduce((sum, { message }) => sum + Buffer.byteLength(message), 0)

const groupArn = ({ region, account }: Context, name: string): string =>
  `arn:aws:logs:${region}:${account}:log-group:${name}`

const describedGroup = (context: Context, group: LogGroup) => ({
  logGroupName: group.name,
  creationTime: group.created,
  retentionInDays: group.retentionDays,
  metricFilterCount: 0,
  arn: `${groupArn(context, group.name)}:*`,
  storedBytes: streamsOf(context, group).reduce((sum, stream) => sum + bytesOf(context, stream), 0),
  kmsKeyId: group.kmsKeyId,
  logGroupClass: group.class,
  logGroupArn: groupArn(context, group.name),
})

function describedStream(context: Context, stream: LogStream) {
  const events = eventsOf(context, stream).events()
  return {
    logStreamName: stream.name,
    creationTime: stream.created,
    firstEventTimestamp: events[0]?.timestamp,
    lastEventTimestamp: events.at(-1)?.timestamp,
    lastIngestionTime: events.at(-1)?.ingestionTime,
    uploadSequenceToken: '0',
    arn: `${groupArn(context, stream.group)}:log-stream:${stream.name}`,
    storedBytes: 0,
  }
}
