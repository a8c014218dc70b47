import { ServiceException } from '../protocol/service-exception.ts'
import { resources } from '../resource.ts'
import { tagging } from '../tags.ts'

/** A topic or a subscription with the attributes that it was given. */
export interface Topic {
  readonly TopicArn: string
  readonly attributes: Readonly<Record<string, string>>
}

export interface Subscription {
  readonly SubscriptionArn: string
  readonly TopicArn: string
  readonly Protocol: string
  readonly Endpoint: string | undefined
  readonly attributes: Readonly<Record<string, string>>
}

const notFound = (what: string): ServiceException =>
  new ServiceException('NotFound', `${what} does not exist`, { status: 404 })

export const invalidParameter = (message: string): ServiceException =>
  new ServiceException('InvalidParameter', `Invalid parameter: ${message}`)

/** By ARN, as subscriptions are. */
export const topics = resources<Topic>({
  collection: 'sns/topics',
  missing: () => notFound('Topic'),
  taken: () => invalidParameter('Topic already exists'),
})

export const subscriptions = resources<Subscription>({
  collection: 'sns/subscriptions',
  missing: () => notFound('Subscription'),
  taken: () => invalidParameter('Subscription already exists'),
})

export const tags = tagging(
  'sns',
  () => new ServiceException('ResourceNotFound', 'Resource does not exist', { status: 404 }),
)
