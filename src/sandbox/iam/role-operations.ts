import { randomCapitals, sortedBy } from '../resource.ts'
import type { Context, Operations } from '../service.ts'
import {
  checkPolicyDocument,
  deleteConflict,
  encodedPolicy,
  iamArn,
  iamPage,
  type KeptRole,
  profiles,
  roles,
  tags,
} from './roles.ts'

type Role = import('@aws-sdk/client-iam').Role

export const roleOperations: Operations<typeof import('@aws-sdk/client-iam')> = {
  CreateRole({ Tags, PermissionsBoundary, Path = '/', MaxSessionDuration = 3600, ...echoed }, context) {
    const Arn = iamArn(context.account, 'role', Path, echoed.RoleName)
    const role: Role = {
      ...echoed,
      Path,
      MaxSessionDuration,
      Arn,
      RoleId: `AROA${randomCapitals(17)}`,
      CreateDate: context.now(),
      AssumeRolePolicyDocument: encodedPolicy(checkPolicyDocument(echoed.AssumeRolePolicyDocument)),
      ...(PermissionsBoundary === undefined ? {} : { PermissionsBoundary: boundary(PermissionsBoundary) }),
    }
    roles.add(context, echoed.RoleName, { role, inline: {}, attached: [] })
    tags.begin(context, Arn, Tags)
    return { Role: shown(context, role) }
  },

  GetRole: ({ RoleName }, context) => ({ Role: shown(context, roles.found(context, RoleName).role) }),

  ListRoles({ PathPrefix = '/', ...paging }, context) {
    const all = roles.all(context).filter(({ role }) => role.Path?.startsWith(PathPrefix))
    const { items, page } = iamPage(
      sortedBy(all, ({ role }) => role.RoleName),
      paging,
    )
    return { Roles: items.map(({ role }) => role), ...page }
  },

  UpdateRole({ RoleName, Description, MaxSessionDuration }, context) {
    changed(context, RoleName, {
      ...(Description === undefined ? {} : { Description }),
      ...(MaxSessionDuration === undefined ? {} : { MaxSessionDuration }),
    })
    return {}
  },

  UpdateRoleDescription: ({ RoleName, Description }, context) => ({
    Role: changed(context, RoleName, { Description }).role,
  }),

  UpdateAssumeRolePolicy({ RoleName, PolicyDocument }, context) {
    changed(context, RoleName, { AssumeRolePolicyDocument: encodedPolicy(checkPolicyDocument(PolicyDocument)) })
    return {}
  },

  PutRolePermissionsBoundary({ RoleName, PermissionsBoundary }, context) {
    changed(context, RoleName, { PermissionsBoundary: boundary(PermissionsBoundary) })
    return {}
  },

  DeleteRolePermissionsBoundary({ RoleName }, context) {
    changed(context, RoleName, { PermissionsBoundary: undefined })
    return {}
  },

  DeleteRole({ RoleName }, context) {
    const { role, inline, attached } = roles.found(context, RoleName)
    if (Object.keys(inline).length > 0) throw deleteConflict('must delete policies first.')
    if (attached.length > 0) throw deleteConflict('must detach all policies first.')
    if (profiles.all(context).some((profile) => profile.roles.includes(RoleName)))
      throw deleteConflict('must remove roles from instance profile first.')
    roles.remove(context, RoleName)
    tags.end(context, role.Arn!)
    return {}
  },

  TagRole({ RoleName, Tags }, context) {
    tags.add(context, roles.found(context, RoleName).role.Arn!, Tags)
    return {}
  },

  UntagRole({ RoleName, TagKeys }, context) {
    tags.remove(context, roles.found(context, RoleName).role.Arn!, TagKeys)
    return {}
  },

  ListRoleTags({ RoleName, ...paging }, context) {
    const { items, page } = iamPage(tags.of(context, roles.found(context, RoleName).role.Arn!), paging)
    return { Tags: items, ...page }
  },
}

const boundary = (arn: string) =>
  ({ PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn }) as const

const changed = (context: Context, name: string, members: Partial<Role>): KeptRole =>
  roles.change(context, name, (kept) => ({ ...kept, role: { ...kept.role, ...members } }))

/** Lists leave the tags out. */
function shown(context: Context, role: Role): Role {
  const own = tags.of(context, role.Arn!)
  return { ...role, ...(own.length > 0 ? { Tags: own } : {}), RoleLastUsed: {} }
}
