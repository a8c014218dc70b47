import { randomUUID } from 'node:crypto'
import { pageOf } from '../paging.ts'
import type { Context, Operations } from '../service.ts'
import { invalidParameter, type Subscription, subscriptions, topics } from './topics.ts'

const PAGE = 100
/** Whoever is at the other end of these says yes first; here nobody is asked, so they wait for ever. */
const CONFIRMED_FIRST = ['http', 'https', 'email', 'email-json']
const AT_ONCE = ['sms', 'sqs', 'application', 'lambda', 'firehose']
const ATTRIBUTES = [
  ...['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'],
  ...['SubscriptionRoleArn', 'ReplayPolicy'],
]

export const subscriptionOperations: Operations<typeof import('@aws-sdk/client-sns')> = {
  /** The same protocol and endpoint again is the subscription that is there. */
  Subscribe({ TopicArn, Protocol, Endpoint, Attributes = {}, ReturnSubscriptionArn = false }, context) {
    topics.found(context, TopicArn)
    const waits = CONFIRMED_FIRST.includes(Protocol)
    if (!waits && !AT_ONCE.includes(Protocol))
      throw invalidParameter(`Does not support this protocol string: ${Protocol}`)
    for (const name of Object.keys(Attributes)) checkAttribute(name)
    const known = ofTopic(context, TopicArn).find((one) => one.Protocol === Protocol && one.Endpoint === Endpoint)
    const { SubscriptionArn, attributes } = known ?? added(context, { TopicArn, Protocol, Endpoint, Attributes })
    const told = attributes.PendingConfirmation === 'true' && !ReturnSubscriptionArn
    return { SubscriptionArn: told ? 'pending confirmation' : SubscriptionArn }
  },

  GetSubscriptionAttributes({ SubscriptionArn: arn }, context) {
    const { attributes, Endpoint, ...subscription } = subscriptions.found(context, arn)
    const { account: Owner } = context
    return {
      Attributes: {
        ...subscription,
        ...(Endpoint === undefined ? {} : { Endpoint }),
        Owner,
        SubscriptionPrincipal: `arn:aws:iam::${Owner}:root`,
        RawMessageDelivery: 'false',
        ConfirmationWasAuthenticated: String(attributes.PendingConfirmation === 'false'),
        ...attributes,
      },
    }
  },

  /** A value that is empty takes the attribute away. */
  SetSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue = '' }, context) {
    checkAttribute(AttributeName)
    subscriptions.change(context, SubscriptionArn, (before) => {
      const { [AttributeName]: _, ...others } = before.attributes
      return { ...before, attributes: AttributeValue === '' ? others : { ...others, [AttributeName]: AttributeValue } }
    })
    return {}
  },

  Unsubscribe({ SubscriptionArn }, context) {
    const known = subscriptions.get(context, SubscriptionArn)
    if (known?.attributes.PendingConfirmation === 'true')
      throw invalidParameter('Cannot unsubscribe a subscription that is pending confirmation')
    if (known) subscriptions.remove(context, SubscriptionArn)
    return {}
  },

  ListSubscriptions: ({ NextToken }, context) => listed(context, subscriptions.all(context), NextToken),

  ListSubscriptionsByTopic({ TopicArn, NextToken }, context) {
    topics.found(context, TopicArn)
    return listed(context, ofTopic(context, TopicArn), NextToken)
  },
}

const ofTopic = (context: Context, arn: string): Subscription[] =>
  subscriptions.all(context).filter(({ TopicArn }) => TopicArn === arn)

interface Wanted extends Pick<Subscription, 'TopicArn' | 'Protocol' | 'Endpoint'> {
  readonly Attributes: Readonly<Record<string, string>>
}

function added(context: Context, { Attributes, ...wanted }: Wanted): Subscription {
  const SubscriptionArn = `${wanted.TopicArn}:${randomUUID()}`
  const PendingConfirmation = String(CONFIRMED_FIRST.includes(wanted.Protocol))
  const attributes = { ...Attributes, PendingConfirmation }
  return subscriptions.add(context, SubscriptionArn, { ...wanted, SubscriptionArn, attributes })
}

function checkAttribute(name: string): void {
  if (!ATTRIBUTES.includes(name)) throw invalidParameter('AttributeName')
}

function listed({ account }: Context, all: readonly Subscription[], token: string | undefined) {
  const { items, next } = pageOf(all, { token, size: PAGE, code: 'InvalidParameter' })
  const Subscriptions = items.map(({ attributes, SubscriptionArn, ...one }) => ({
    ...one,
    SubscriptionArn: attributes.PendingConfirmation === 'true' ? 'PendingConfirmation' : SubscriptionArn,
    Owner: account,
  }))
  return { Subscriptions, NextToken: next }
}
