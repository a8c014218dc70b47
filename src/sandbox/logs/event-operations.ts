import { pageOf } from '../paging.ts'
import type { Context, Operations } from '../service.ts'
import type { LogEvent } from './event-file.ts'
import { filterPattern } from './filter-pattern.ts'
import { eventsOf, groupNamed, invalid, type LogGroup, type LogStream, streamNamed, streamsOf } from './log-groups.ts'

const MOST = 10_000

export const eventOperations: Operations<typeof import('@aws-sdk/client-cloudwatch-logs')> = {
  PutLogEvents({ logGroupName, logStreamName, logEvents }, context) {
    const stream = streamNamed(context, groupNamed(context, logGroupName), logStreamName)
    const ingestionTime = context.now().getTime()
    const events = logEvents.map(({ timestamp, message }) => ({
      timestamp: timestamp ?? ingestionTime,
      ingestionTime,
      message: message ?? '',
    }))
    if (events.some(({ timestamp }, i) => i > 0 && timestamp < events[i - 1]!.timestamp))
      throw invalid('Log events in a single PutLogEvents request must be in chronological order.')
    eventsOf(context, stream).append(events)
    return { nextSequenceToken: '0' }
  },

  GetLogEvents({ logStreamName, limit = MOST, nextToken, startFromHead = false, ...input }, context) {
    const group = groupNamed(context, input.logGroupIdentifier ?? input.logGroupName)
    const all = eventsOf(context, streamNamed(context, group, logStreamName))
      .events()
      .filter(within(input))
    const [from, to] = window(all.length, { limit, nextToken, startFromHead })
    return { events: all.slice(from, to), nextForwardToken: `f/${to}/s`, nextBackwardToken: `b/${from}/s` }
  },

  FilterLogEvents(input, context) {
    const group = groupNamed(context, input.logGroupIdentifier ?? input.logGroupName)
    const matches = filterPattern(input.filterPattern)
    const all = chosenStreams(context, group, input)
      .flatMap((stream) => identified(context, stream))
      .filter((event) => within(input)(event) && matches(event.message))
      .sort((a, b) => a.timestamp - b.timestamp)
    const paging = { token: input.nextToken, size: input.limit ?? MOST, code: 'InvalidParameterException' }
    const { items, next } = pageOf(all, paging)
    return { events: [...items], nextToken: next, searchedLogStreams: [] }
  },
}

interface Times {
  readonly startTime?: number | undefined
  readonly endTime?: number | undefined
}

const within =
  ({ startTime = 0, endTime = Number.MAX_SAFE_INTEGER }: Times) =>
  ({ timestamp }: LogEvent): boolean =>
    timestamp >= startTime && timestamp <= endTime

interface Reading {
  readonly limit: number
  readonly nextToken: string | undefined
  readonly startFromHead: boolean
}

/** The events from and to which a page goes. At an end it is empty, and its token the one that was given. */
function window(count: number, { limit, nextToken, startFromHead }: Reading): readonly [from: number, to: number] {
  if (nextToken === undefined) return startFromHead ? [0, Math.min(limit, count)] : [Math.max(0, count - limit), count]
  const [, direction, place] = /^([fb])\/(\d{1,12})\/s$/.exec(nextToken) ?? []
  if (place === undefined) throw invalid('The specified nextToken is invalid.')
  const at = Math.min(Number(place), count)
  return direction === 'f' ? [at, Math.min(at + limit, count)] : [Math.max(0, at - limit), at]
}

interface Streams {
  readonly logStreamNames?: readonly string[] | undefined
  readonly logStreamNamePrefix?: string | undefined
}

const chosenStreams = (context: Context, group: LogGroup, { logStreamNames, logStreamNamePrefix }: Streams) =>
  logStreamNames
    ? logStreamNames.map((name) => streamNamed(context, group, name))
    : streamsOf(context, group).filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ''))

/** No two events share an id: clients that follow a log drop what they have seen. */
const identified = (context: Context, stream: LogStream) =>
  eventsOf(context, stream)
    .events()
    .map((event, i) => ({
      ...event,
      logStreamName: stream.name,
      eventId: `${BigInt(`0x${stream.id.replaceAll('-', '').slice(0, 24)}`)}${String(i).padStart(9, '0')}`,
    }))
