import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions, refusal, type Started, start } from './start.ts'

let running: Started
let logs: CloudWatchLogsClient
beforeAll(async () => {
  running = await start()
  logs = new CloudWatchLogsClient(clientOptions(running.url))
})
afterAll(async () => {
  expect(running.faults).toEqual([])
  logs.destroy()
  await running[Symbol.asyncDispose]()
})

const stream = async (group: string, name: string, messages: readonly string[]) => {
  await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: name }))
  const logEvents = messages.map((message, i) => ({ timestamp: 1_700_000_000_000 + i, message }))
  await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: name, logEvents }))
}
const group = (logGroupName: string) => logs.send(new CreateLogGroupCommand({ logGroupName }))

test('groups: retention, tags, by prefix, without members that were not set', async () => {
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/app/a', tags: { team: 'data' } }))
  await group('/app/b')
  expect(await refusal(group('/app/a'))).toEqual(['ResourceAlreadyExistsException', 400])
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/app/a', retentionInDays: 14 }))
  expect(
    await refusal(logs.send(new PutRetentionPolicyCommand({ logGroupName: '/app/a', retentionInDays: 2 }))),
  ).toEqual(['InvalidParameterException', 400])
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/app/' }))
  expect(logGroups?.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays])).toEqual([
    ['/app/a', 14],
    ['/app/b', undefined],
  ])
  const resourceArn = logGroups?.[0]?.logGroupArn
  await logs.send(new TagResourceCommand({ resourceArn, tags: { stage: 'dev' } }))
  await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team'] }))
  expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ stage: 'dev' })
})

test('events are read from either end, page by page, and an end gives its own token again', async () => {
  await group('paged')
  await stream('paged', 's', ['0', '1', '2', '3', '4'])
  const read = async (more: object) => {
    const answer = await logs.send(
      new GetLogEventsCommand({ logGroupName: 'paged', logStreamName: 's', limit: 2, ...more }),
    )
    return { ...answer, text: answer.events?.map(({ message }) => message).join('') }
  }
  const newest = await read({})
  expect(newest.text).toBe('34')
  expect((await read({ nextToken: newest.nextBackwardToken })).text).toBe('12')
  const end = await read({ nextToken: newest.nextForwardToken })
  expect([end.text, end.nextForwardToken]).toEqual(['', newest.nextForwardToken])
  expect((await read({ startFromHead: true })).text).toBe('01')
  expect((await read({ limit: 9, startTime: 1_700_000_000_003 })).text).toBe('34')
  expect(await refusal(read({ nextToken: 'x' }))).toEqual(['InvalidParameterException', 400])
})

test('a group is searched by terms, over its streams, in the order of time', async () => {
  await group('searched')
  await stream('searched', 'one', ['ERROR in a', 'all well'])
  await stream('searched', 'two', ['ERROR in b', 'WARN c'])
  const find = async (filterPattern?: string, more: object = {}) => {
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: 'searched', filterPattern, ...more }))
    expect(new Set(events?.map(({ eventId }) => eventId)).size).toBe(events?.length)
    return events?.map(({ message }) => message)
  }
  expect(await find()).toEqual(['ERROR in a', 'ERROR in b', 'all well', 'WARN c'])
  expect(await find('ERROR "in b"')).toEqual(['ERROR in b'])
  expect(await find('?WARN ?well')).toEqual(['all well', 'WARN c'])
  expect(await find('ERROR -a')).toEqual(['ERROR in b'])
  expect(await find('', { logStreamNames: ['two'] })).toEqual(['ERROR in b', 'WARN c'])
  expect(await refusal(find('{ $.level = "x" }'))).toEqual(['InvalidParameterException', 400])
})

test('what goes is gone, what is missing is said to be, and a restart keeps the rest', async () => {
  await group('kept')
  await stream('kept', 'gone', ['x'])
  await stream('kept', 'stays', ['y'])
  await logs.send(new DeleteLogStreamCommand({ logGroupName: 'kept', logStreamName: 'gone' }))
  running = await running.restart()
  logs.destroy()
  logs = new CloudWatchLogsClient(clientOptions(running.url))
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: 'kept' }))
  expect(logStreams).toMatchObject([{ logStreamName: 'stays', lastEventTimestamp: 1_700_000_000_000 }])
  const gone = logs.send(new GetLogEventsCommand({ logGroupName: 'kept', logStreamName: 'gone' }))
  expect(await refusal(gone)).toEqual(['ResourceNotFoundException', 400])
  await logs.send(new DeleteLogGroupCommand({ logGroupName: 'kept' }))
  const streams = logs.send(new DescribeLogStreamsCommand({ logGroupName: 'kept' }))
  expect(await refusal(streams)).toEqual(['ResourceNotFoundException', 400])
})
