import { pageOf } from '../paging.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import { type Resources, resources } from '../resource.ts'
import { tagging } from '../tags.ts'

type Role = import('@aws-sdk/client-iam').Role
type Policy = import('@aws-sdk/client-iam').Policy
type PolicyVersion = import('@aws-sdk/client-iam').PolicyVersion
type InstanceProfile = import('@aws-sdk/client-iam').InstanceProfile

/** A role with the policies that it holds itself, by name, and the ARNs of those that are attached to it. */
export interface KeptRole {
  readonly role: Role
  readonly inline: Readonly<Record<string, string>>
  readonly attached: readonly string[]
}

export interface KeptPolicy {
  readonly policy: Policy
  /** Oldest first. */
  readonly versions: readonly PolicyVersion[]
  /** How many versions there have ever been. */
  readonly made: number
}

export interface KeptProfile {
  readonly profile: InstanceProfile
  /** At most one, by name. */
  readonly roles: readonly string[]
}

export const noSuchEntity = (what: string): ServiceException =>
  new ServiceException('NoSuchEntity', `${what} cannot be found.`, { status: 404 })

const kind = <Document>(collection: string, called: string): Resources<Document> =>
  resources<Document>({
    collection: `iam/${collection}`,
    missing: (id) => noSuchEntity(`The ${called} ${id}`),
    taken: (id) => new ServiceException('EntityAlreadyExists', `The ${called} ${id} already exists.`, { status: 409 }),
  })

export const roles = kind<KeptRole>('roles', 'role with name')
/** By ARN. */
export const policies = kind<KeptPolicy>('policies', 'policy')
export const profiles = kind<KeptProfile>('instance-profiles', 'instance profile')
export const tags = tagging('iam', (arn) => noSuchEntity(arn))

export const deleteConflict = (message: string): ServiceException =>
  new ServiceException('DeleteConflict', `Cannot delete entity, ${message}`, { status: 409 })

/** Policies are kept as they are written; what is no JSON object is refused. */
export function checkPolicyDocument(text: string): string {
  try {
    const document: unknown = JSON.parse(text)
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return text
  } catch {
    // Told below.
  }
  throw new ServiceException('MalformedPolicyDocument', 'The policy is not a JSON object.')
}

/** IAM gives policies percent-encoded. */
export const encodedPolicy = (text: string): string => encodeURIComponent(text)

export interface Paging {
  readonly Marker?: string | undefined
  readonly MaxItems?: number | undefined
}

export function iamPage<Item>(all: readonly Item[], { Marker, MaxItems = 100 }: Paging) {
  const { items, next } = pageOf(all, { token: Marker, size: MaxItems, code: 'ValidationError' })
  return { items: [...items], page: { IsTruncated: next !== undefined, Marker: next } }
}

/** IAM is one for all regions. */
export const iamArn = (account: string, kind: string, path: string, name: string): string =>
  `arn:aws:iam::${account}:${kind}${path}${name}`
