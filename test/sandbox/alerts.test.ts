import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as sns from '@aws-sdk/client-sns'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions, refusal, type Started, start } from './start.ts'

let sandbox: Started
let topics: sns.SNSClient
let alarms: cloudwatch.CloudWatchClient
beforeAll(async () => {
  sandbox = await start()
  topics = new sns.SNSClient(clientOptions(sandbox.url))
  alarms = new cloudwatch.CloudWatchClient(clientOptions(sandbox.url))
})
afterAll(async () => {
  topics.destroy()
  alarms.destroy()
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

const attributes = async (TopicArn: string) =>
  (await topics.send(new sns.GetTopicAttributesCommand({ TopicArn }))).Attributes!

test('a topic keeps its attributes; the policy of one that has none is its owner’s', async () => {
  const Attributes = { DisplayName: 'Alerts' }
  const { TopicArn = '' } = await topics.send(new sns.CreateTopicCommand({ Name: 'alerts', Attributes }))
  expect(TopicArn).toBe('arn:aws:sns:eu-west-1:000000000000:alerts')
  expect((await topics.send(new sns.CreateTopicCommand({ Name: 'alerts', Attributes }))).TopicArn).toBe(TopicArn)
  const first = await attributes(TopicArn)
  expect(first).toMatchObject({ DisplayName: 'Alerts', Owner: '000000000000', SubscriptionsConfirmed: '0' })
  expect(JSON.parse(first.Policy!)).toMatchObject({ Statement: [{ Resource: TopicArn }] })
  const set = (AttributeName: string, AttributeValue: string) =>
    topics.send(new sns.SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }))
  await set('Policy', '{}')
  await set('DisplayName', '')
  expect(await attributes(TopicArn)).toMatchObject({ Policy: '{}', DisplayName: '' })
  expect(await refusal(set('Colour', 'red'))).toEqual(['InvalidParameterException', 400])
  expect(await refusal(attributes(`${TopicArn}x`))).toEqual(['NotFoundException', 404])
  expect(await refusal(topics.send(new sns.CreateTopicCommand({ Name: 'a b' })))).toEqual([
    'InvalidParameterException',
    400,
  ])
})

test('who would have to say yes waits for ever; the others are subscribed', async () => {
  const { TopicArn = '' } = await topics.send(new sns.CreateTopicCommand({ Name: 'subscribed' }))
  const subscribe = (Protocol: string, Endpoint: string, more = {}) =>
    topics.send(new sns.SubscribeCommand({ TopicArn, Protocol, Endpoint, ...more }))
  expect((await subscribe('email', 'a@example.com')).SubscriptionArn).toBe('pending confirmation')
  const mail = await subscribe('email', 'a@example.com', { ReturnSubscriptionArn: true })
  const queue = await subscribe('sqs', 'arn:aws:sqs:eu-west-1:000000000000:q', { Attributes: { FilterPolicy: '{}' } })
  expect(await attributes(TopicArn)).toMatchObject({ SubscriptionsPending: '1', SubscriptionsConfirmed: '1' })
  const { Attributes } = await topics.send(
    new sns.GetSubscriptionAttributesCommand({ SubscriptionArn: queue.SubscriptionArn! }),
  )
  expect(Attributes).toMatchObject({ Protocol: 'sqs', FilterPolicy: '{}', PendingConfirmation: 'false', TopicArn })
  const unsubscribe = (SubscriptionArn = '') => topics.send(new sns.UnsubscribeCommand({ SubscriptionArn }))
  expect(await refusal(unsubscribe(mail.SubscriptionArn))).toEqual(['InvalidParameterException', 400])
  await unsubscribe(queue.SubscriptionArn)
  expect(await refusal(subscribe('pigeon', 'loft'))).toEqual(['InvalidParameterException', 400])
  await topics.send(new sns.DeleteTopicCommand({ TopicArn }))
  expect((await topics.send(new sns.ListSubscriptionsCommand({}))).Subscriptions).toEqual([])
})

test('nothing is published, because nothing would be delivered', async () => {
  const TopicArn = 'arn:aws:sns:eu-west-1:000000000000:alerts'
  const [code, status] = await refusal(topics.send(new sns.PublishCommand({ TopicArn, Message: 'x' })))
  expect([code, status]).toEqual(['UnknownOperationException', 400])
})

const alarm = {
  AlarmName: 'failed',
  MetricName: 'glue.driver.aggregate.numFailedTasks',
  Namespace: 'Glue',
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 0.5,
  ComparisonOperator: 'GreaterThanThreshold',
  Dimensions: [{ Name: 'JobName', Value: 'job' }],
  AlarmActions: ['arn:aws:sns:eu-west-1:000000000000:alerts'],
} satisfies cloudwatch.PutMetricAlarmCommandInput

test('an alarm comes back as it was sent, and is never looked at', async () => {
  await alarms.send(new cloudwatch.PutMetricAlarmCommand({ ...alarm, Tags: [{ Key: 'a', Value: 'b' }] }))
  await alarms.send(new cloudwatch.PutMetricAlarmCommand({ ...alarm, AlarmName: 'other', AlarmActions: [] }))
  const found = async (more: cloudwatch.DescribeAlarmsCommandInput) =>
    (await alarms.send(new cloudwatch.DescribeAlarmsCommand(more))).MetricAlarms!
  expect(await found({ AlarmNames: ['failed'] })).toMatchObject([{ ...alarm, StateValue: 'INSUFFICIENT_DATA' }])
  expect(await found({ ActionPrefix: 'arn:aws:sns' })).toHaveLength(1)
  expect(await found({ StateValue: 'ALARM' })).toEqual([])
  const arn = 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:failed'
  expect((await alarms.send(new cloudwatch.ListTagsForResourceCommand({ ResourceARN: arn }))).Tags).toHaveLength(1)
  await alarms.send(new cloudwatch.DisableAlarmActionsCommand({ AlarmNames: ['failed'] }))
  expect(await found({ AlarmNames: ['failed'] })).toMatchObject([{ ActionsEnabled: false }])
  const missing = alarms.send(new cloudwatch.DeleteAlarmsCommand({ AlarmNames: ['failed', 'none'] }))
  expect((await refusal(missing))[1]).toBe(404)
  expect(await found({})).toHaveLength(2)
  await alarms.send(new cloudwatch.DeleteAlarmsCommand({ AlarmNames: ['failed', 'other'] }))
  expect(await found({})).toEqual([])
})

test('CloudWatch is spoken to in forms as well, as Terraform does', async () => {
  const send = async (parameters: string) => {
    const response = await fetch(sandbox.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/monitoring/aws4_request',
      },
      body: `Version=2010-08-01&${parameters}`,
    })
    return [response.status, await response.text()] as const
  }
  const put = 'Action=PutMetricAlarm&AlarmName=form&MetricName=m&Namespace=n&EvaluationPeriods=1&Period=60'
  expect((await send(`${put}&Threshold=1.5&Statistic=Sum&ComparisonOperator=LessThanThreshold`))[0]).toBe(200)
  const [, text] = await send('Action=DescribeAlarms&AlarmNames.member.1=form')
  expect(text).toMatch(
    /<StateValue>INSUFFICIENT_DATA<.*<Threshold>1.5<|<Threshold>1.5<.*<StateValue>INSUFFICIENT_DATA</,
  )
  expect(await send('Action=DeleteAlarms&AlarmNames.member.1=none')).toEqual([
    404,
    expect.stringContaining('<Code>ResourceNotFound</Code>'),
  ])
})
