import { parseS3Uri, type StoredObject } from '../../object-store.ts'
import type { Context } from '../../service.ts'
import { QueryFault } from '../sql/fault.ts'

/** An object that holds rows of a table, with the values of its partition. */
export interface TableFile {
  readonly object: StoredObject
  /** `s3://bucket/key` */
  readonly uri: string
  readonly values: readonly (string | null)[]
}

/** A folder's objects; names that begin with `_` or `.` hold no rows. */
export function filesBelow(context: Context, location: string): readonly Omit<TableFile, 'values'>[] {
  const at = parseS3Uri(location)
  if (!at)
    throw new QueryFault('NOT_SUPPORTED', `the location ${location || 'of this table'}: data is read from s3:// alone`)
  const prefix = at.key === '' || at.key.endsWith('/') ? at.key : `${at.key}/`
  if (!context.objects.hasBucket(at.bucket))
    throw new QueryFault('HIVE_CANNOT_OPEN_SPLIT', `The specified bucket does not exist: ${at.bucket}`)
  return context.objects
    .list(at.bucket, prefix)
    .filter(({ key, size }) => size > 0 && !/(^|\/)[_.]/.test(key.slice(prefix.length)) && !key.endsWith('/'))
    .map((object) => ({ object, uri: `s3://${at.bucket}/${object.key}` }))
}
