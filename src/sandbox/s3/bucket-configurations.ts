import { randomUUID } from 'node:crypto'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Service } from '../service.ts'
import type { Storage } from './storage.ts'

/** Something that is put on a bucket as a whole, given back as it was put, and taken away. */
interface Configuration {
  readonly put?: string
  readonly get: string
  readonly delete?: string
  /** The member of Put's input that holds it. */
  readonly member: string
  /** Where Get's output has it as one member; otherwise its members are the output's. */
  readonly wrapped?: true
  /** What Get says where nothing was put. */
  readonly absent: object | readonly [code: string, message: string]
  /** Members of Put's input, beside the configuration, that are kept and given back. */
  readonly beside?: Readonly<Record<string, string>>
}

const AES256 = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }] }

const CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  policy: {
    put: 'PutBucketPolicy',
    get: 'GetBucketPolicy',
    delete: 'DeleteBucketPolicy',
    member: 'Policy',
    wrapped: true,
    absent: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  },
  tagging: {
    put: 'PutBucketTagging',
    get: 'GetBucketTagging',
    delete: 'DeleteBucketTagging',
    member: 'Tagging',
    absent: ['NoSuchTagSet', 'The TagSet does not exist'],
  },
  cors: {
    put: 'PutBucketCors',
    get: 'GetBucketCors',
    delete: 'DeleteBucketCors',
    member: 'CORSConfiguration',
    absent: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'],
  },
  website: {
    put: 'PutBucketWebsite',
    get: 'GetBucketWebsite',
    delete: 'DeleteBucketWebsite',
    member: 'WebsiteConfiguration',
    absent: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
  },
  // Terraform waits to its time-out for a minimum size that the answer does not say.
  lifecycle: {
    put: 'PutBucketLifecycleConfiguration',
    get: 'GetBucketLifecycleConfiguration',
    delete: 'DeleteBucketLifecycle',
    member: 'LifecycleConfiguration',
    absent: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
    beside: { TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' },
  },
  replication: {
    put: 'PutBucketReplication',
    get: 'GetBucketReplication',
    delete: 'DeleteBucketReplication',
    member: 'ReplicationConfiguration',
    wrapped: true,
    absent: ['ReplicationConfigurationNotFoundError', 'The replication configuration was not found'],
  },
  encryption: {
    put: 'PutBucketEncryption',
    get: 'GetBucketEncryption',
    delete: 'DeleteBucketEncryption',
    member: 'ServerSideEncryptionConfiguration',
    wrapped: true,
    absent: { ServerSideEncryptionConfiguration: AES256 },
  },
  publicAccessBlock: {
    put: 'PutPublicAccessBlock',
    get: 'GetPublicAccessBlock',
    delete: 'DeletePublicAccessBlock',
    member: 'PublicAccessBlockConfiguration',
    wrapped: true,
    absent: ['NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'],
  },
  ownershipControls: {
    put: 'PutBucketOwnershipControls',
    get: 'GetBucketOwnershipControls',
    delete: 'DeleteBucketOwnershipControls',
    member: 'OwnershipControls',
    wrapped: true,
    absent: { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } },
  },
  objectLock: {
    get: 'GetObjectLockConfiguration',
    member: 'ObjectLockConfiguration',
    wrapped: true,
    absent: ['ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket'],
  },
  logging: { put: 'PutBucketLogging', get: 'GetBucketLogging', member: 'BucketLoggingStatus', absent: {} },
  accelerate: {
    put: 'PutBucketAccelerateConfiguration',
    get: 'GetBucketAccelerateConfiguration',
    member: 'AccelerateConfiguration',
    absent: {},
  },
  requestPayment: {
    put: 'PutBucketRequestPayment',
    get: 'GetBucketRequestPayment',
    member: 'RequestPaymentConfiguration',
    absent: { Payer: 'BucketOwner' },
  },
}

interface OfBucket {
  readonly Bucket: string
}

type Handlers = Record<string, Service['operations'][string]>

/** Get, Put and Delete of each. */
export const configurationOperations = (storage: Storage): Service['operations'] =>
  Object.entries(CONFIGURATIONS).reduce<Handlers>(
    (all, [kind, one]) => Object.assign(all, operationsOf(storage, kind, one)),
    {},
  )

function operationsOf(storage: Storage, kind: string, one: Configuration): Handlers {
  const change = (name: string, value: object | undefined): void => {
    const bucket = storage.bucket(name)
    const { [kind]: _, ...others } = bucket.settings.configurations
    storage.change(bucket, { configurations: value ? { ...others, [kind]: value } : others })
  }
  const get = ({ Bucket }: OfBucket): object => {
    const kept = storage.bucket(Bucket).settings.configurations[kind]
    if (kept) return kept
    if (!(0 in one.absent)) return one.absent
    const [code, message] = one.absent as readonly [string, string]
    throw new ServiceException(code, message, { status: 404, fields: { BucketName: Bucket } })
  }
  const put = (input: OfBucket & Readonly<Record<string, unknown>>): object => {
    const beside = Object.fromEntries(
      Object.entries(one.beside ?? {}).map(([name, usual]) => [name, input[name] ?? usual]),
    )
    const given = named(kind, input[one.member] ?? {})
    change(input.Bucket, { ...(one.wrapped ? { [one.member]: given } : (given as object)), ...beside })
    return beside
  }
  const remove = ({ Bucket }: OfBucket): object => {
    change(Bucket, undefined)
    return {}
  }
  return {
    [one.get]: get as Handlers[string],
    ...(one.put && { [one.put]: put as Handlers[string] }),
    ...(one.delete && { [one.delete]: remove as Handlers[string] }),
  }
}

/** S3 names the rules of a life cycle that come without a name. */
function named(kind: string, given: unknown): unknown {
  if (kind !== 'lifecycle') return given
  const { Rules = [] } = given as { Rules?: readonly { ID?: string }[] }
  return { Rules: Rules.map((rule) => ({ ...rule, ID: rule.ID ?? randomUUID() })) }
}
