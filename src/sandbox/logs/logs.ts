import type { Service } from '../service.ts'
import { eventOperations } from './event-operations.ts'
import { groupOperations } from './group-operations.ts'
import { tagOperations } from './tag-operations.ts'

/** CloudWatch Logs. What it is told to keep for some days it keeps for ever. */
export const logs: Service = {
  name: 'logs',
  operations: { ...groupOperations, ...eventOperations, ...tagOperations },
}
