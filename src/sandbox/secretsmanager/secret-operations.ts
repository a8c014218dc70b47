import { randomInt, randomUUID } from 'node:crypto'
import { pageOf } from '../paging.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Context, Operations } from '../service.ts'
import {
  CURRENT,
  changeSecret,
  forget,
  invalidRequest,
  livingSecret,
  type Secret,
  secretNamed,
  secrets,
  tags,
} from './secrets.ts'
import { type SecretValue, withValue } from './version-operations.ts'

const DAY_MS = 86_400_000
const MOST = 100

export const secretOperations: Operations<typeof import('@aws-sdk/client-secrets-manager')> = {
  CreateSecret({ Name, ClientRequestToken: id = randomUUID(), Tags, Description, KmsKeyId, ...given }, context) {
    const before = secrets.get(context, Name)
    if (before && repeats(before, id)) return created(before, id)
    if (before && waiting(context, before))
      throw invalidRequest(
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      )
    const { SecretString, SecretBinary } = given
    const versions = hasValue(given)
      ? withValue(context, {}, { id, value: { SecretString, SecretBinary }, stages: [CURRENT] })
      : {}
    const now = context.now()
    const ARN = arnOf(context, Name)
    secrets.add(context, Name, { ARN, Name, Description, KmsKeyId, CreatedDate: now, LastChangedDate: now, versions })
    tags.begin(context, ARN, Tags)
    return { ARN, Name, ...(hasValue(given) ? { VersionId: id } : {}) }
  },

  DescribeSecret: ({ SecretId }, context) => described(context, secretNamed(context, SecretId)),

  UpdateSecret({ SecretId, ClientRequestToken: id = randomUUID(), Description, KmsKeyId, ...given }, context) {
    const secret = livingSecret(context, SecretId)
    const { SecretString, SecretBinary } = given
    const versions = hasValue(given)
      ? withValue(context, secret.versions, { id, value: { SecretString, SecretBinary }, stages: [CURRENT] })
      : secret.versions
    changeSecret(context, secret, {
      versions,
      LastChangedDate: context.now(),
      ...(Description === undefined ? {} : { Description }),
      ...(KmsKeyId === undefined ? {} : { KmsKeyId }),
    })
    return { ARN: secret.ARN, Name: secret.Name, ...(hasValue(given) ? { VersionId: id } : {}) }
  },

  DeleteSecret({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery = false }, context) {
    if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined)
      throw new ServiceException(
        'InvalidParameterException',
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      )
    const days = RecoveryWindowInDays ?? 30
    if (days < 7 || days > 30)
      throw new ServiceException('InvalidParameterException', 'RecoveryWindowInDays is from 7 to 30.')
    const secret = ForceDeleteWithoutRecovery ? secretNamed(context, SecretId) : livingSecret(context, SecretId)
    const { ARN, Name } = secret
    if (ForceDeleteWithoutRecovery) {
      forget(context, secret)
      return { ARN, Name, DeletionDate: context.now() }
    }
    const DeletedDate = new Date(context.now().getTime() + days * DAY_MS)
    changeSecret(context, secret, { DeletedDate })
    return { ARN, Name, DeletionDate: DeletedDate }
  },

  RestoreSecret({ SecretId }, context) {
    const { ARN, Name } = changeSecret(context, secretNamed(context, SecretId), { DeletedDate: undefined })
    return { ARN, Name }
  },

  ListSecrets({ NextToken, MaxResults = MOST, Filters = [], IncludePlannedDeletion = false, SortOrder }, context) {
    const all = secrets.all(context).filter(({ DeletedDate }) => IncludePlannedDeletion || DeletedDate === undefined)
    const fitting = all.filter((secret) => Filters.every((filter) => fits(context, secret, filter)))
    const ordered = SortOrder === 'desc' ? fitting.toReversed() : fitting
    const { items, next } = pageOf(ordered, { token: NextToken, size: MaxResults, code: 'InvalidNextTokenException' })
    return {
      SecretList: items.map((secret) => {
        const { VersionIdsToStages: SecretVersionsToStages, ...members } = described(context, secret)
        return { ...members, SecretVersionsToStages }
      }),
      NextToken: next,
    }
  },

  GetResourcePolicy({ SecretId }, context) {
    const { ARN, Name, policy } = secretNamed(context, SecretId)
    return { ARN, Name, ...(policy === undefined ? {} : { ResourcePolicy: policy }) }
  },

  PutResourcePolicy({ SecretId, ResourcePolicy }, context) {
    const { ARN, Name } = changeSecret(context, livingSecret(context, SecretId), { policy: checked(ResourcePolicy) })
    return { ARN, Name }
  },

  DeleteResourcePolicy({ SecretId }, context) {
    const { ARN, Name } = changeSecret(context, livingSecret(context, SecretId), { policy: undefined })
    return { ARN, Name }
  },

  TagResource({ SecretId, Tags }, context) {
    tags.add(context, livingSecret(context, SecretId).ARN, Tags)
    return {}
  },

  UntagResource({ SecretId, TagKeys }, context) {
    tags.remove(context, livingSecret(context, SecretId).ARN, TagKeys)
    return {}
  },
}

const hasValue = ({ SecretString, SecretBinary }: SecretValue): boolean =>
  SecretString !== undefined || SecretBinary !== undefined

const repeats = ({ versions, DeletedDate }: Secret, id: string): boolean =>
  DeletedDate === undefined && Object.hasOwn(versions, id)

const created = ({ ARN, Name }: Secret, VersionId: string) => ({ ARN, Name, VersionId })

/** Whether it waits to be deleted; one whose time has come is forgotten. */
function waiting(context: Context, secret: Secret): boolean {
  if (secret.DeletedDate === undefined) return false
  if (secret.DeletedDate > context.now()) return true
  forget(context, secret)
  return false
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function arnOf({ account, region }: Context, name: string): string {
  const suffix = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`
}

function described(context: Context, { versions, policy: _, ...members }: Secret) {
  const held = Object.entries(versions).filter(([, { stages }]) => stages.length > 0)
  const own = tags.of(context, members.ARN)
  return {
    ...members,
    ...(held.length > 0
      ? { VersionIdsToStages: Object.fromEntries(held.map(([id, { stages }]) => [id, [...stages]])) }
      : {}),
    ...(own.length > 0 ? { Tags: own } : {}),
  }
}

interface Filter {
  readonly Key?: string | undefined
  readonly Values?: readonly string[] | undefined
}

function fits(context: Context, secret: Secret, { Key = 'all', Values = [] }: Filter): boolean {
  const own = tags.of(context, secret.ARN)
  const texts: Record<string, readonly (string | undefined)[]> = {
    name: [secret.Name],
    description: [secret.Description],
    'tag-key': own.map((tag) => tag.Key),
    'tag-value': own.map((tag) => tag.Value),
  }
  const known = Key === 'all' ? Object.values(texts).flat() : texts[Key]
  if (!known) throw new ServiceException('InvalidParameterException', `The filter ${Key} is not part of the sandbox.`)
  return Values.some((value) => known.some((text) => text?.startsWith(value)))
}

function checked(policy: string): string {
  try {
    JSON.parse(policy)
    return policy
  } catch (cause) {
    throw new ServiceException('MalformedPolicyDocumentException', 'This resource policy is not JSON.', { cause })
  }
}
