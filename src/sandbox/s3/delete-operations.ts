import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations } from '../service.ts'
import type { Bucket } from './bucket.ts'
import { checkWriting } from './conditions.ts'
import type { Storage } from './storage.ts'

type S3 = typeof import('@aws-sdk/client-s3')

const LARGEST_BATCH = 1000

export const deleteOperations = (storage: Storage): Pick<Operations<S3>, 'DeleteObject' | 'DeleteObjects'> => ({
  DeleteObject({ Bucket: name, Key, VersionId, IfMatch }, { now }) {
    const bucket = storage.bucket(name)
    return remove(bucket, { Key, VersionId, ETag: IfMatch }, now())
  },

  DeleteObjects({ Bucket: name, Delete: { Objects = [], Quiet = false } }, { now }) {
    const bucket = storage.bucket(name)
    if (Objects.length === 0 || Objects.length > LARGEST_BATCH)
      throw new ServiceException('MalformedXML', `A batch has between 1 and ${LARGEST_BATCH} objects`)
    const outcomes = Objects.map((object) => attempt(bucket, { ...object, Key: object.Key ?? '' }, now()))
    const errors = outcomes.flatMap((outcome) => ('Code' in outcome ? [outcome] : []))
    const deleted = outcomes.flatMap((outcome) => ('Code' in outcome ? [] : [outcome]))
    return { ...(Quiet ? {} : { Deleted: deleted }), ...(errors.length > 0 && { Errors: errors }) }
  },
})

interface Doomed {
  readonly Key: string
  readonly VersionId?: string | undefined
  readonly ETag?: string | undefined
}

/** Deleting what is not there succeeds, as in S3. */
function remove(
  bucket: Bucket,
  { Key, VersionId, ETag }: Doomed,
  now: Date,
): { DeleteMarker?: boolean; VersionId?: string } {
  if (ETag !== undefined) checkWriting(bucket.current(Key), { IfMatch: ETag })
  if (VersionId === undefined) {
    const marker = bucket.remove(Key, now)
    return marker ? { DeleteMarker: true, VersionId: marker.id } : {}
  }
  const version = bucket.removeVersion(Key, VersionId)
  return { ...(version?.kind === 'marker' && { DeleteMarker: true }), VersionId }
}

function attempt(bucket: Bucket, doomed: Doomed, now: Date) {
  const { Key, VersionId } = doomed
  try {
    const { DeleteMarker, VersionId: id } = remove(bucket, doomed, now)
    const marker = DeleteMarker ? { DeleteMarker, DeleteMarkerVersionId: id } : {}
    return { Key, ...(VersionId !== undefined && { VersionId }), ...marker }
  } catch (error) {
    if (!(error instanceof ServiceException)) throw error
    return { Key, ...(VersionId !== undefined && { VersionId }), Code: error.code, Message: error.message }
  }
}
