import type { Service } from '../service.ts'
import { secretOperations } from './secret-operations.ts'
import { versionOperations } from './version-operations.ts'

export const secretsmanager: Service = {
  name: 'secretsmanager',
  operations: { ...secretOperations, ...versionOperations },
}
