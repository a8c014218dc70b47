import { pageOf } from '../paging.ts'
import type { Context, Operations } from '../service.ts'
import { invalidParameter, subscriptions, type Topic, tags, topics } from './topics.ts'

const PAGE = 100
const FEEDBACK = ['HTTP', 'SQS', 'Lambda', 'Firehose', 'Application'].flatMap((protocol) =>
  ['SuccessFeedbackRoleArn', 'SuccessFeedbackSampleRate', 'FailureFeedbackRoleArn'].map((name) => protocol + name),
)
/** Those that a topic can be given. */
const ATTRIBUTES = [
  ...['DisplayName', 'Policy', 'DeliveryPolicy', 'KmsMasterKeyId', 'TracingConfig', 'SignatureVersion'],
  ...['FifoTopic', 'ContentBasedDeduplication', 'FifoThroughputScope', 'ArchivePolicy', 'DataProtectionPolicy'],
  ...FEEDBACK,
]

export const topicOperations: Operations<typeof import('@aws-sdk/client-sns')> = {
  /** One that is there is given back. */
  CreateTopic({ Name, Attributes = {}, Tags }, context) {
    if (!/^[\w-]{1,251}(\.fifo)?$/.test(Name)) throw invalidParameter('Topic Name')
    for (const name of Object.keys(Attributes)) checkAttribute(name)
    if (Name.endsWith('.fifo') !== (Attributes.FifoTopic === 'true')) throw invalidParameter('Topic Name')
    const TopicArn = `arn:aws:sns:${context.region}:${context.account}:${Name}`
    const before = topics.get(context, TopicArn)
    if (before && Object.entries(Attributes).some(([name, value]) => before.attributes[name] !== value))
      throw invalidParameter('Attributes Reason: Topic already exists with different attributes')
    if (before) return { TopicArn }
    topics.add(context, TopicArn, { TopicArn, attributes: Attributes })
    tags.begin(context, TopicArn, Tags)
    return { TopicArn }
  },

  ListTopics({ NextToken }, context) {
    const { items, next } = pageOf(topics.all(context), { token: NextToken, size: PAGE, code: 'InvalidParameter' })
    return { Topics: items.map(({ TopicArn }) => ({ TopicArn })), NextToken: next }
  },

  GetTopicAttributes: ({ TopicArn }, context) => ({ Attributes: described(context, topics.found(context, TopicArn)) }),

  /** A value that is empty takes the attribute away. */
  SetTopicAttributes({ TopicArn, AttributeName, AttributeValue = '' }, context) {
    checkAttribute(AttributeName)
    topics.change(context, TopicArn, ({ attributes: { [AttributeName]: _, ...others } }) => ({
      TopicArn,
      attributes: AttributeValue === '' ? others : { ...others, [AttributeName]: AttributeValue },
    }))
    return {}
  },

  /** Its subscriptions go with it. */
  DeleteTopic({ TopicArn }, context) {
    if (!topics.get(context, TopicArn)) return {}
    for (const { SubscriptionArn } of subscriptions.all(context).filter((one) => one.TopicArn === TopicArn))
      subscriptions.remove(context, SubscriptionArn)
    topics.remove(context, TopicArn)
    tags.end(context, TopicArn)
    return {}
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

function checkAttribute(name: string): void {
  if (!ATTRIBUTES.includes(name)) throw invalidParameter('AttributeName')
}

function described(context: Context, { TopicArn, attributes }: Topic): Record<string, string> {
  const own = subscriptions.all(context).filter((one) => one.TopicArn === TopicArn)
  const pending = own.filter((one) => one.attributes.PendingConfirmation === 'true').length
  return {
    TopicArn,
    Owner: context.account,
    DisplayName: '',
    Policy: ownersPolicy(context, TopicArn),
    EffectiveDeliveryPolicy: JSON.stringify(DELIVERY),
    SubscriptionsConfirmed: String(own.length - pending),
    SubscriptionsPending: String(pending),
    SubscriptionsDeleted: '0',
    ...attributes,
  }
}

const ACTIONS = 'GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe'
const OWNERS = `${ACTIONS} ListSubscriptionsByTopic Publish`.split(' ').map((action) => `SNS:${action}`)

/** What a topic that nobody gave a policy says. */
const ownersPolicy = ({ account }: Context, arn: string): string =>
  JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: OWNERS,
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  })

const DELIVERY = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
  },
}
