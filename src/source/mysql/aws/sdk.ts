import { StarliftError } from '../../../core/error.ts'

/** Loads a package of the SDK, which only those install who use it. Fails with CONFIG where it is not there. */
export async function loaded<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    throw new StarliftError('CONFIG', {
      operation: 'connect',
      subject: name,
      what: `What source.mysql says of AWS needs ${name}, which is not installed`,
      next: `npm install ${name}`,
      cause,
    })
  }
}

/** The region of an ARN, else the environment's. Where neither says one, the SDK looks in its profile: the member is not there then. */
export function regionFor(name: string): { readonly region?: string } {
  const [, , , own] = name.startsWith('arn:') ? name.split(':') : []
  const region = own || process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION
  return region ? { region } : {}
}

/** What was asked of AWS. */
export interface Asked {
  /** As a policy names it: `rds:DescribeDBInstances`. */
  readonly action: string
  /** What people call it: `RDS instance shop-db`. */
  readonly subject: string
  /** The SDK's name for what is not there. */
  readonly absent?: string
}

const DENIED =
  /^(AccessDenied|UnauthorizedOperation|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|SignatureDoesNotMatch)/

interface SdkError {
  readonly name?: string
  readonly message?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** The SDK's error as one of ours: CONFIG for what is not there, SOURCE_LOGIN for what is denied, else SOURCE_UNREACHABLE. */
export function awsFailure(error: unknown, { action, subject, absent }: Asked): StarliftError {
  const { name = 'Error', message = '', $metadata } = error as SdkError
  // What a parser says of an answer quotes it, and there may be a secret in it.
  const told = error instanceof SyntaxError ? {} : { lines: [`${name}: ${message}`], cause: error }
  const details = { operation: 'connect', subject, ...told }
  if (name === absent)
    return new StarliftError('CONFIG', {
      ...details,
      what: `There is no ${subject}`,
      next: 'Correct its name in source.mysql, or set AWS_REGION to the region in which it is.',
    })
  if (DENIED.test(name) || $metadata?.httpStatusCode === 403)
    return new StarliftError('SOURCE_LOGIN', {
      ...details,
      what: `AWS denies ${action} on ${subject}`,
      next: `Allow ${action} on it for the credentials that are used:  aws sts get-caller-identity  shows whose they are.`,
    })
  return new StarliftError('SOURCE_UNREACHABLE', {
    ...details,
    what: `AWS does not answer ${action} for ${subject}`,
    next: 'Check credentials, region (AWS_REGION) and network (AWS_ENDPOINT_URL, where one is set), and run again.',
  })
}
