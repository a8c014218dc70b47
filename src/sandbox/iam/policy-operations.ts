import { ServiceException } from '../protocol/service-exception.ts'
import { randomCapitals, sortedBy } from '../resource.ts'
import type { Context, Operations } from '../service.ts'
import {
  checkPolicyDocument,
  deleteConflict,
  encodedPolicy,
  iamArn,
  iamPage,
  type KeptPolicy,
  noSuchEntity,
  policies,
  roles,
  tags,
} from './roles.ts'

type Policy = import('@aws-sdk/client-iam').Policy
type PolicyVersion = import('@aws-sdk/client-iam').PolicyVersion

const MOST_VERSIONS = 5

export const policyOperations: Operations<typeof import('@aws-sdk/client-iam')> = {
  CreatePolicy({ PolicyName, Path = '/', PolicyDocument, Description, Tags }, context) {
    const Arn = iamArn(context.account, 'policy', Path, PolicyName)
    const now = context.now()
    const policy: Policy = {
      PolicyName,
      PolicyId: `ANPA${randomCapitals(17)}`,
      Arn,
      Path,
      DefaultVersionId: 'v1',
      IsAttachable: true,
      CreateDate: now,
      UpdateDate: now,
      ...(Description === undefined ? {} : { Description }),
    }
    policies.add(context, Arn, { policy, versions: [version('v1', PolicyDocument, now)], made: 1 })
    tags.begin(context, Arn, Tags)
    return { Policy: shown(context, policy) }
  },

  GetPolicy: ({ PolicyArn }, context) => ({ Policy: shown(context, policies.found(context, PolicyArn).policy) }),

  ListPolicies({ Scope = 'All', PathPrefix = '/', OnlyAttached = false, ...paging }, context) {
    const all = Scope === 'AWS' ? [] : policies.all(context).map(({ policy }) => withCount(context, policy))
    const asked = all.filter(
      ({ Path, AttachmentCount }) => Path?.startsWith(PathPrefix) && (!OnlyAttached || AttachmentCount > 0),
    )
    const { items, page } = iamPage(
      sortedBy(asked, ({ PolicyName }) => PolicyName),
      paging,
    )
    return { Policies: items, ...page }
  },

  DeletePolicy({ PolicyArn }, context) {
    const { versions } = policies.found(context, PolicyArn)
    if (holders(context, PolicyArn).length > 0) throw deleteConflict('must detach the policy first.')
    if (versions.length > 1) throw deleteConflict('must delete its other versions first.')
    policies.remove(context, PolicyArn)
    tags.end(context, PolicyArn)
    return {}
  },

  CreatePolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault = false }, context) {
    const { versions, made } = policies.found(context, PolicyArn)
    if (versions.length >= MOST_VERSIONS)
      throw new ServiceException('LimitExceeded', `A policy can have ${MOST_VERSIONS} versions.`, { status: 409 })
    const next = version(`v${made + 1}`, PolicyDocument, context.now())
    const kept = policies.change(context, PolicyArn, (before) => ({
      policy: { ...before.policy, UpdateDate: context.now() },
      versions: [...before.versions, next],
      made: made + 1,
    }))
    const { Document: _, ...told } = shownVersion(
      SetAsDefault ? withDefault(context, PolicyArn, next.VersionId!) : kept,
      next,
    )
    return { PolicyVersion: told }
  },

  GetPolicyVersion({ PolicyArn, VersionId }, context) {
    const kept = policies.found(context, PolicyArn)
    return { PolicyVersion: shownVersion(kept, versionNamed(kept, VersionId)) }
  },

  ListPolicyVersions({ PolicyArn, ...paging }, context) {
    const kept = policies.found(context, PolicyArn)
    const { items, page } = iamPage(kept.versions.toReversed(), paging)
    return { Versions: items.map((one) => ({ ...shownVersion(kept, one), Document: undefined })), ...page }
  },

  SetDefaultPolicyVersion({ PolicyArn, VersionId }, context) {
    versionNamed(policies.found(context, PolicyArn), VersionId)
    withDefault(context, PolicyArn, VersionId)
    return {}
  },

  DeletePolicyVersion({ PolicyArn, VersionId }, context) {
    const kept = policies.found(context, PolicyArn)
    versionNamed(kept, VersionId)
    if (kept.policy.DefaultVersionId === VersionId)
      throw new ServiceException('DeleteConflict', 'Cannot delete the default version of a policy.', { status: 409 })
    policies.change(context, PolicyArn, (before) => ({
      ...before,
      versions: before.versions.filter((one) => one.VersionId !== VersionId),
    }))
    return {}
  },

  ListEntitiesForPolicy({ PolicyArn, ...paging }, context) {
    policies.found(context, PolicyArn)
    const { items, page } = iamPage(holders(context, PolicyArn), paging)
    const PolicyRoles = items.map(({ role }) => ({ RoleName: role.RoleName, RoleId: role.RoleId }))
    return { PolicyRoles, PolicyGroups: [], PolicyUsers: [], ...page }
  },

  TagPolicy({ PolicyArn, Tags }, context) {
    tags.add(context, PolicyArn, Tags)
    return {}
  },

  UntagPolicy({ PolicyArn, TagKeys }, context) {
    tags.remove(context, PolicyArn, TagKeys)
    return {}
  },

  ListPolicyTags({ PolicyArn, ...paging }, context) {
    const { items, page } = iamPage(tags.of(context, PolicyArn), paging)
    return { Tags: items, ...page }
  },
}

const version = (VersionId: string, document: string, CreateDate: Date): PolicyVersion => ({
  VersionId,
  Document: encodedPolicy(checkPolicyDocument(document)),
  CreateDate,
})

const shownVersion = ({ policy }: KeptPolicy, one: PolicyVersion): PolicyVersion => ({
  ...one,
  IsDefaultVersion: one.VersionId === policy.DefaultVersionId,
})

function versionNamed({ versions }: KeptPolicy, id: string): PolicyVersion {
  const found = versions.find(({ VersionId }) => VersionId === id)
  if (!found) throw noSuchEntity(`Policy version ${id}`)
  return found
}

const withDefault = (context: Context, arn: string, id: string): KeptPolicy =>
  policies.change(context, arn, (kept) => ({ ...kept, policy: { ...kept.policy, DefaultVersionId: id } }))

const holders = (context: Context, arn: string) => roles.all(context).filter(({ attached }) => attached.includes(arn))

const withCount = (context: Context, policy: Policy) => ({
  ...policy,
  AttachmentCount: holders(context, policy.Arn!).length,
  PermissionsBoundaryUsageCount: 0,
})

function shown(context: Context, policy: Policy): Policy {
  const own = tags.of(context, policy.Arn!)
  return { ...withCount(context, policy), ...(own.length > 0 ? { Tags: own } : {}) }
}
