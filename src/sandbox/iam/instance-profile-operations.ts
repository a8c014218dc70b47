import { ServiceException } from '../protocol/service-exception.ts'
import { randomCapitals, sortedBy } from '../resource.ts'
import type { Context, Operations } from '../service.ts'
import { deleteConflict, iamArn, iamPage, type KeptProfile, noSuchEntity, profiles, roles, tags } from './roles.ts'

type InstanceProfile = import('@aws-sdk/client-iam').InstanceProfile

export const instanceProfileOperations: Operations<typeof import('@aws-sdk/client-iam')> = {
  CreateInstanceProfile({ InstanceProfileName, Path = '/', Tags }, context) {
    const Arn = iamArn(context.account, 'instance-profile', Path, InstanceProfileName)
    const profile = {
      InstanceProfileName,
      InstanceProfileId: `AIPA${randomCapitals(17)}`,
      Arn,
      Path,
      CreateDate: context.now(),
      Roles: [],
    }
    const kept = profiles.add(context, InstanceProfileName, { profile, roles: [] })
    tags.begin(context, Arn, Tags)
    return { InstanceProfile: shown(context, kept) }
  },

  GetInstanceProfile: ({ InstanceProfileName }, context) => ({
    InstanceProfile: shown(context, profiles.found(context, InstanceProfileName)),
  }),

  DeleteInstanceProfile({ InstanceProfileName }, context) {
    const { profile, roles: held } = profiles.found(context, InstanceProfileName)
    if (held.length > 0) throw deleteConflict('must remove roles from instance profile first.')
    profiles.remove(context, InstanceProfileName)
    tags.end(context, profile.Arn!)
    return {}
  },

  AddRoleToInstanceProfile({ InstanceProfileName, RoleName }, context) {
    roles.found(context, RoleName)
    if (profiles.found(context, InstanceProfileName).roles.length > 0)
      throw new ServiceException('LimitExceeded', 'An instance profile can have one role.', { status: 409 })
    profiles.change(context, InstanceProfileName, (kept) => ({ ...kept, roles: [RoleName] }))
    return {}
  },

  RemoveRoleFromInstanceProfile({ InstanceProfileName, RoleName }, context) {
    if (!profiles.found(context, InstanceProfileName).roles.includes(RoleName)) throw noSuchEntity(`Role ${RoleName}`)
    profiles.change(context, InstanceProfileName, (kept) => ({ ...kept, roles: [] }))
    return {}
  },

  ListInstanceProfiles({ PathPrefix = '/', ...paging }, context) {
    const { items, page } = listed(context, ({ profile }) => profile.Path?.startsWith(PathPrefix) === true, paging)
    return { InstanceProfiles: items, ...page }
  },

  ListInstanceProfilesForRole({ RoleName, ...paging }, context) {
    roles.found(context, RoleName)
    const { items, page } = listed(context, (kept) => kept.roles.includes(RoleName), paging)
    return { InstanceProfiles: items, ...page }
  },
}

function listed(context: Context, fits: (kept: KeptProfile) => boolean, paging: Parameters<typeof iamPage>[1]) {
  const all = profiles
    .all(context)
    .filter(fits)
    .map((kept) => shown(context, kept))
  return iamPage(
    sortedBy(all, ({ InstanceProfileName }) => InstanceProfileName),
    paging,
  )
}

function shown(context: Context, { profile, roles: held }: KeptProfile): InstanceProfile {
  const own = tags.of(context, profile.Arn!)
  const Roles = held.map((name) => roles.found(context, name).role)
  return { ...profile, Roles, ...(own.length > 0 ? { Tags: own } : {}) }
}
