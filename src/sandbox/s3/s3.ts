import type { Service } from '../service.ts'
import { accessOperations } from './access-operations.ts'
import { configurationOperations } from './bucket-configurations.ts'
import { bucketOperations } from './bucket-operations.ts'
import { copyOperation } from './copy-operation.ts'
import { deleteOperations } from './delete-operations.ts'
import { listOperations } from './list-operations.ts'
import { multipartOperations } from './multipart-operations.ts'
import { readOperations } from './read-operations.ts'
import type { Storage } from './storage.ts'
import { writeOperations } from './write-operations.ts'

export const s3 = (storage: Storage): Service => ({
  name: 's3',
  operations: {
    ...configurationOperations(storage),
    ...accessOperations(storage),
    ...bucketOperations(storage),
    ...readOperations(storage),
    ...writeOperations(storage),
    ...copyOperation(storage),
    ...deleteOperations(storage),
    ...listOperations(storage),
    ...multipartOperations(storage),
  },
})
