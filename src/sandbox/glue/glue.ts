import type { Service } from '../service.ts'
import { databaseOperations } from './database-operations.ts'
import { partitionOperations } from './partition-operations.ts'
import { tableOperations } from './table-operations.ts'

export const glue: Service = {
  name: 'glue',
  operations: { ...databaseOperations, ...tableOperations, ...partitionOperations },
}
