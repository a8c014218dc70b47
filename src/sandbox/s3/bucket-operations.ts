import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations } from '../service.ts'
import type { Storage } from './storage.ts'
import { OWNER } from './version-output.ts'

type S3 = typeof import('@aws-sdk/client-s3')
type BucketNames =
  | 'CreateBucket'
  | 'DeleteBucket'
  | 'HeadBucket'
  | 'ListBuckets'
  | 'GetBucketLocation'
  | 'GetBucketVersioning'
  | 'PutBucketVersioning'

export const bucketOperations = (storage: Storage): Pick<Operations<S3>, BucketNames> => ({
  CreateBucket({ Bucket, CreateBucketConfiguration, ObjectOwnership, ObjectLockEnabledForBucket }, { region, now }) {
    checkName(Bucket)
    if (storage.has(Bucket)) throw taken(Bucket)
    storage.create({
      name: Bucket,
      created: now(),
      region: CreateBucketConfiguration?.LocationConstraint ?? region,
      versioning: ObjectLockEnabledForBucket ? 'Enabled' : undefined,
      configurations: {
        ...(ObjectOwnership && { ownershipControls: { OwnershipControls: { Rules: [{ ObjectOwnership }] } } }),
        ...(CreateBucketConfiguration?.Tags && { tagging: { TagSet: CreateBucketConfiguration.Tags } }),
        ...(ObjectLockEnabledForBucket && {
          objectLock: { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
        }),
      },
    })
    return { Location: `/${Bucket}` }
  },

  DeleteBucket({ Bucket }) {
    const bucket = storage.bucket(Bucket)
    if (!bucket.isEmpty)
      throw new ServiceException('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
        status: 409,
        fields: { BucketName: Bucket },
      })
    for (const upload of storage.uploads.list(Bucket)) storage.uploads.end(upload)
    storage.remove(bucket)
    return {}
  },

  HeadBucket({ Bucket }) {
    const { region } = storage.bucket(Bucket).settings
    return { BucketRegion: region, AccessPointAlias: false }
  },

  ListBuckets({ Prefix = '', ContinuationToken, MaxBuckets = 10_000 }) {
    const all = storage
      .buckets()
      .filter(({ name }) => name.startsWith(Prefix) && (ContinuationToken === undefined || name > ContinuationToken))
    const shown = all.slice(0, MaxBuckets)
    return {
      Buckets: shown.map(({ name, created, region }) => ({ Name: name, CreationDate: created, BucketRegion: region })),
      Owner: OWNER,
      ...(Prefix && { Prefix }),
      ...(all.length > shown.length && { ContinuationToken: shown.at(-1)?.name }),
    }
  },

  GetBucketLocation({ Bucket }) {
    const { region } = storage.bucket(Bucket).settings
    return { LocationConstraint: (region === 'us-east-1' ? '' : region) as 'eu-west-1' }
  },

  GetBucketVersioning({ Bucket }) {
    const { versioning } = storage.bucket(Bucket).settings
    return versioning ? { Status: versioning } : {}
  },

  PutBucketVersioning({ Bucket, VersioningConfiguration: { Status } }) {
    if (Status !== 'Enabled' && Status !== 'Suspended')
      throw new ServiceException('MalformedXML', 'Status is Enabled or Suspended')
    storage.change(storage.bucket(Bucket), { versioning: Status })
    return {}
  },
})

const taken = (name: string): ServiceException =>
  new ServiceException(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { status: 409, fields: { BucketName: name } },
  )

/** The rules of general purpose buckets; they also make the name safe as a folder's. */
function checkName(name: string): void {
  const fits =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+\.\d+\.\d+\.\d+$/.test(name)
  if (!fits)
    throw new ServiceException('InvalidBucketName', 'The specified bucket is not valid.', {
      fields: { BucketName: name },
    })
}
