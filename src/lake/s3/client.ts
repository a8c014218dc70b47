import { StarliftError } from '../../core/error.ts'

type Sdk = typeof import('@aws-sdk/client-s3')

/** A bucket and what its keys begin with: `s3://shop-lake/star/`. */
export interface Bucket {
  readonly bucket: string
  /** Empty, or ends in `/`. */
  readonly prefix: string
}

/** Reads `s3://bucket/prefix`; null where a text is no such address. */
export function bucketOf(address: string): Bucket | null {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(address)
  if (!match) return null
  const prefix = (match[2] ?? '').replace(/\/+$/, '')
  return { bucket: match[1]!, prefix: prefix === '' ? '' : `${prefix}/` }
}

/** The SDK's client of S3, which only those install who keep a lake there. The one file that knows it. */
export interface S3 {
  readonly sdk: Sdk
  readonly client: InstanceType<Sdk['S3Client']>
}

/** Region, credentials and endpoint are the environment's, as for every program that uses AWS. */
export async function openS3(): Promise<S3> {
  const sdk = await import('@aws-sdk/client-s3').catch((cause: unknown) => Promise.reject(missing(cause)))
  return {
    sdk,
    client: new sdk.S3Client({ region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1' }),
  }
}

const missing = (cause: unknown): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'open the lake',
    subject: '@aws-sdk/client-s3',
    what: 'A lake on S3 needs the AWS SDK, which is not installed',
    next: 'npm install @aws-sdk/client-s3',
    cause,
  })

interface SdkError {
  readonly name?: string
  readonly message?: string
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

export const statusOf = (error: unknown): number | undefined => (error as SdkError | null)?.$metadata?.httpStatusCode
export const nameOf = (error: unknown): string => (error as SdkError | null)?.name ?? ''

/** The SDK's error as one of ours; wrapped here and nowhere else. `action` is S3's own name for what was tried. */
export function storeFailure(error: unknown, action: string, subject: string): unknown {
  if (error instanceof StarliftError) return error
  const { name = 'Error', message = '', code } = error as SdkError
  const details = { operation: 'use the lake', subject, lines: [`${name}: ${message}`], cause: error }
  if (statusOf(error) === 403)
    return new StarliftError('STORE_DENIED', {
      ...details,
      what: `s3:${action} on ${subject} is denied`,
      next: `Allow s3:${action} on it for the credentials that are used:  aws sts get-caller-identity  shows whose they are.`,
    })
  if (name === 'NoSuchBucket')
    return new StarliftError('STORE_UNREACHABLE', {
      ...details,
      what: `There is no bucket for ${subject}`,
      next: 'Make the bucket, or correct  lake  in the config.',
    })
  const offline = /^(CredentialsProviderError|TimeoutError|NetworkingError)$/.test(name) || /^E[A-Z]+$/.test(code ?? '')
  if (offline || (statusOf(error) ?? 0) >= 500)
    return new StarliftError('STORE_UNREACHABLE', {
      ...details,
      what: `S3 does not answer for ${subject}`,
      next: 'Check credentials, region and network (AWS_ENDPOINT_URL, where one is set), and run again.',
    })
  return error
}
