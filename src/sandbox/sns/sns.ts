import type { Service } from '../service.ts'
import { subscriptionOperations } from './subscription-operations.ts'
import { topicOperations } from './topic-operations.ts'

/** Topics and subscriptions are kept and given back; nothing can be published, because nothing would be delivered. */
export const sns: Service = { name: 'sns', operations: { ...topicOperations, ...subscriptionOperations } }
