import type { Service } from '../service.ts'
import { instanceProfileOperations } from './instance-profile-operations.ts'
import { policyOperations } from './policy-operations.ts'
import { roleOperations } from './role-operations.ts'
import { rolePolicyOperations } from './role-policy-operations.ts'

export const iam: Service = {
  name: 'iam',
  operations: { ...roleOperations, ...rolePolicyOperations, ...policyOperations, ...instanceProfileOperations },
}
