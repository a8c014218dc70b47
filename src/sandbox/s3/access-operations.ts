import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations } from '../service.ts'
import type { Bucket } from './bucket.ts'
import type { ObjectVersion } from './record.ts'
import type { Storage } from './storage.ts'
import { findVersion, OWNER, versionId } from './version-output.ts'

type S3 = typeof import('@aws-sdk/client-s3')
type AccessNames =
  | 'GetBucketAcl'
  | 'PutBucketAcl'
  | 'GetObjectAcl'
  | 'PutObjectAcl'
  | 'GetBucketPolicyStatus'
  | 'GetObjectTagging'
  | 'PutObjectTagging'
  | 'DeleteObjectTagging'

const MOST_TAGS = 10

/** Who may do what, which is everybody everything; and the tags of objects. */
export const accessOperations = (storage: Storage): Pick<Operations<S3>, AccessNames> => ({
  GetBucketAcl: ({ Bucket }) => {
    storage.bucket(Bucket)
    return ownerOnly()
  },
  PutBucketAcl({ Bucket, ACL }) {
    storage.bucket(Bucket)
    return onlyPrivate(ACL)
  },
  GetObjectAcl({ Bucket, Key, VersionId }) {
    findVersion(storage.bucket(Bucket), Key, VersionId)
    return ownerOnly()
  },
  PutObjectAcl({ Bucket, Key, VersionId, ACL }) {
    findVersion(storage.bucket(Bucket), Key, VersionId)
    return onlyPrivate(ACL)
  },
  GetBucketPolicyStatus({ Bucket }) {
    if (!storage.bucket(Bucket).settings.configurations.policy)
      throw new ServiceException('NoSuchBucketPolicy', 'The bucket policy does not exist', { status: 404 })
    return { PolicyStatus: { IsPublic: false } }
  },

  GetObjectTagging({ Bucket, Key, VersionId }) {
    const bucket = storage.bucket(Bucket)
    const version = findVersion(bucket, Key, VersionId)
    const tags = Object.entries(version.tags).map(([name, value]) => ({ Key: name, Value: value }))
    return { TagSet: tags, ...versionId(bucket, version) }
  },
  PutObjectTagging({ Bucket, Key, VersionId, Tagging }) {
    const tags = (Tagging.TagSet ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''] as const)
    if (tags.length > MOST_TAGS)
      throw new ServiceException('BadRequest', `Object tags cannot be greater than ${MOST_TAGS}`)
    if (new Set(tags.map(([name]) => name)).size < tags.length)
      throw new ServiceException('InvalidTag', 'Cannot provide multiple Tags with the same key')
    return retag(storage.bucket(Bucket), Key, { id: VersionId, tags: Object.fromEntries(tags) })
  },
  DeleteObjectTagging: ({ Bucket, Key, VersionId }) => retag(storage.bucket(Bucket), Key, { id: VersionId, tags: {} }),
})

const ownerOnly = () => ({
  Owner: OWNER,
  Grants: [{ Grantee: { Type: 'CanonicalUser' as const, ...OWNER }, Permission: 'FULL_CONTROL' as const }],
})

function onlyPrivate(acl: string | undefined): Record<never, never> {
  if (acl === undefined || acl === 'private' || acl === 'bucket-owner-full-control') return {}
  throw new ServiceException('AccessControlListNotSupported', 'The bucket does not allow ACLs')
}

interface Retagging {
  readonly id: string | undefined
  readonly tags: ObjectVersion['tags']
}

function retag(bucket: Bucket, key: string, { id, tags }: Retagging): { VersionId?: string } {
  const version = findVersion(bucket, key, id)
  bucket.describe(key, { ...version, tags })
  return versionId(bucket, version)
}
