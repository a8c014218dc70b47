import * as sdk from '@aws-sdk/client-eventbridge'
import * as schedules from '@aws-sdk/client-scheduler'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions, refusal, type Started, start } from './start.ts'

let sandbox: Started
let events: sdk.EventBridgeClient
let scheduler: schedules.SchedulerClient
beforeAll(async () => {
  sandbox = await start()
  events = new sdk.EventBridgeClient(clientOptions(sandbox.url))
  scheduler = new schedules.SchedulerClient(clientOptions(sandbox.url))
})
afterAll(async () => {
  events.destroy()
  scheduler.destroy()
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

const MISSING = ['ResourceNotFoundException', 400]

test('a rule and its targets come back as they were sent, and go in order', async () => {
  const Name = 'failed-jobs'
  const EventPattern = '{"source":["aws.glue"]}'
  const { RuleArn } = await events.send(
    new sdk.PutRuleCommand({ Name, EventPattern, Tags: [{ Key: 'a', Value: '1' }] }),
  )
  expect(RuleArn).toBe('arn:aws:events:eu-west-1:000000000000:rule/failed-jobs')
  const { $metadata: _, ...rule } = await events.send(new sdk.DescribeRuleCommand({ Name }))
  expect(rule).toEqual({
    Name,
    Arn: RuleArn,
    EventPattern,
    State: 'ENABLED',
    EventBusName: 'default',
    CreatedBy: '000000000000',
  })
  const Targets = [{ Id: 'mail', Arn: 'arn:aws:sns:eu-west-1:000000000000:alerts', Input: '{"a": 1}' }]
  expect(await events.send(new sdk.PutTargetsCommand({ Rule: Name, Targets }))).toMatchObject({ FailedEntryCount: 0 })
  await events.send(new sdk.DisableRuleCommand({ Name }))
  // What was put again keeps its targets.
  await events.send(new sdk.PutRuleCommand({ Name, EventPattern, State: 'DISABLED', Description: 'new' }))
  expect((await events.send(new sdk.ListTargetsByRuleCommand({ Rule: Name }))).Targets).toEqual(Targets)
  expect((await events.send(new sdk.ListTagsForResourceCommand({ ResourceARN: RuleArn }))).Tags).toHaveLength(1)
  expect(await refusal(events.send(new sdk.DeleteRuleCommand({ Name })))).toEqual(['ValidationException', 400])
  const removed = await events.send(new sdk.RemoveTargetsCommand({ Rule: Name, Ids: ['mail', 'none'] }))
  expect(removed.FailedEntries).toMatchObject([{ TargetId: 'none', ErrorCode: 'ResourceNotFoundException' }])
  await events.send(new sdk.DeleteRuleCommand({ Name }))
  expect(await refusal(events.send(new sdk.DescribeRuleCommand({ Name })))).toEqual(MISSING)
  expect(await refusal(events.send(new sdk.ListTagsForResourceCommand({ ResourceARN: RuleArn })))).toEqual(MISSING)
})

test.each([
  ['neither a pattern nor a time', {}, 'ValidationException'],
  ['a time that is none', { ScheduleExpression: 'tomorrow' }, 'ValidationException'],
  ['a pattern that is no object', { EventPattern: '[1]' }, 'InvalidEventPatternException'],
  ['a bus that is not there', { EventPattern: '{}', EventBusName: 'other' }, 'ResourceNotFoundException'],
])('a rule with %s is refused', async (_, members, code) => {
  expect(await refusal(events.send(new sdk.PutRuleCommand({ Name: 'wrong', ...members })))).toEqual([code, 400])
})

test('no event is taken, because none would arrive', async () => {
  const Entries = [{ Source: 'a', DetailType: 'b', Detail: '{}' }]
  const [code] = await refusal(events.send(new sdk.PutEventsCommand({ Entries })))
  expect(code).toBe('UnknownOperationException')
})

const Target = { Arn: 'arn:aws:scheduler:::aws-sdk:glue:startJobRun', RoleArn: 'arn:aws:iam::000000000000:role/glue' }
const schedule = (Name: string, more = {}) => ({
  Name,
  ScheduleExpression: 'rate(1 hour)',
  FlexibleTimeWindow: { Mode: 'OFF' as const },
  Target,
  ...more,
})

test('a schedule is kept with what AWS fills in, and replaced whole', async () => {
  const { ScheduleArn } = await scheduler.send(
    new schedules.CreateScheduleCommand(schedule('hourly', { Description: 'old' })),
  )
  expect(ScheduleArn).toBe('arn:aws:scheduler:eu-west-1:000000000000:schedule/default/hourly')
  expect(await refusal(scheduler.send(new schedules.CreateScheduleCommand(schedule('hourly'))))).toEqual([
    'ConflictException',
    409,
  ])
  const update = schedule('hourly', { ScheduleExpression: 'cron(0 3 * * ? *)' })
  await scheduler.send(new schedules.UpdateScheduleCommand(update))
  const read = await scheduler.send(new schedules.GetScheduleCommand({ Name: 'hourly' }))
  expect(read).toMatchObject({
    ...update,
    GroupName: 'default',
    State: 'ENABLED',
    ScheduleExpressionTimezone: 'UTC',
    ActionAfterCompletion: 'NONE',
  })
  expect(read).not.toHaveProperty('Description')
  await scheduler.send(new schedules.DeleteScheduleCommand({ Name: 'hourly' }))
  expect(await refusal(scheduler.send(new schedules.GetScheduleCommand({ Name: 'hourly' })))).toEqual([
    'ResourceNotFoundException',
    404,
  ])
  const wrong = schedule('wrong', { ScheduleExpression: 'tomorrow' })
  expect(await refusal(scheduler.send(new schedules.CreateScheduleCommand(wrong)))).toEqual([
    'ValidationException',
    400,
  ])
})

test('a group goes with its schedules; the default one stays', async () => {
  await scheduler.send(new schedules.CreateScheduleGroupCommand({ Name: 'nightly', Tags: [{ Key: 'a', Value: 'b' }] }))
  await scheduler.send(new schedules.CreateScheduleCommand(schedule('one', { GroupName: 'nightly' })))
  await scheduler.send(new schedules.CreateScheduleCommand(schedule('one')))
  const listed = async () => (await scheduler.send(new schedules.ListSchedulesCommand({}))).Schedules
  expect(await listed()).toHaveLength(2)
  await scheduler.send(new schedules.DeleteScheduleGroupCommand({ Name: 'nightly' }))
  expect(await listed()).toMatchObject([{ Name: 'one', GroupName: 'default', Target: { Arn: Target.Arn } }])
  const gone = scheduler.send(new schedules.CreateScheduleCommand(schedule('two', { GroupName: 'nightly' })))
  expect(await refusal(gone)).toEqual(['ResourceNotFoundException', 404])
  const standing = scheduler.send(new schedules.DeleteScheduleGroupCommand({ Name: 'default' }))
  expect(await refusal(standing)).toEqual(['ValidationException', 400])
})
