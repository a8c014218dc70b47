import { ServiceException } from '../protocol/service-exception.ts'
import type { Context, Operations } from '../service.ts'
import { checkPolicyDocument, encodedPolicy, iamPage, noSuchEntity, policies, roles } from './roles.ts'

/** What a role may do: policies of its own, and those attached to it. Kept and given back; nothing is refused by them. */
export const rolePolicyOperations: Operations<typeof import('@aws-sdk/client-iam')> = {
  PutRolePolicy({ RoleName, PolicyName, PolicyDocument }, context) {
    const text = checkPolicyDocument(PolicyDocument)
    roles.change(context, RoleName, (kept) => ({ ...kept, inline: { ...kept.inline, [PolicyName]: text } }))
    return {}
  },

  GetRolePolicy({ RoleName, PolicyName }, context) {
    const text = inlinePolicy(context, RoleName, PolicyName)
    return { RoleName, PolicyName, PolicyDocument: encodedPolicy(text) }
  },

  ListRolePolicies({ RoleName, ...paging }, context) {
    const { items, page } = iamPage(Object.keys(roles.found(context, RoleName).inline).toSorted(), paging)
    return { PolicyNames: items, ...page }
  },

  DeleteRolePolicy({ RoleName, PolicyName }, context) {
    inlinePolicy(context, RoleName, PolicyName)
    roles.change(context, RoleName, (kept) => {
      const { [PolicyName]: _, ...inline } = kept.inline
      return { ...kept, inline }
    })
    return {}
  },

  AttachRolePolicy({ RoleName, PolicyArn }, context) {
    checkAttachable(context, PolicyArn)
    roles.change(context, RoleName, (kept) => ({ ...kept, attached: [...new Set([...kept.attached, PolicyArn])] }))
    return {}
  },

  DetachRolePolicy({ RoleName, PolicyArn }, context) {
    if (!roles.found(context, RoleName).attached.includes(PolicyArn)) throw noSuchEntity(`Policy ${PolicyArn}`)
    roles.change(context, RoleName, (kept) => ({
      ...kept,
      attached: kept.attached.filter((arn) => arn !== PolicyArn),
    }))
    return {}
  },

  ListAttachedRolePolicies({ RoleName, PathPrefix = '/', ...paging }, context) {
    const attached = roles.found(context, RoleName).attached.filter((arn) => pathOf(arn).startsWith(PathPrefix))
    const { items, page } = iamPage(attached, paging)
    return { AttachedPolicies: items.map((PolicyArn) => ({ PolicyArn, PolicyName: nameOf(PolicyArn) })), ...page }
  },
}

function inlinePolicy(context: Context, role: string, name: string): string {
  const { inline } = roles.found(context, role)
  const text = Object.hasOwn(inline, name) ? inline[name] : undefined
  if (text === undefined) throw noSuchEntity(`The role policy with name ${name}`)
  return text
}

const ARN = /^arn:aws:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/

/** AWS's own policies are many, and not held here: any name of theirs will do. */
function checkAttachable(context: Context, arn: string): void {
  const [, owner] = ARN.exec(arn) ?? []
  if (owner === undefined) throw new ServiceException('InvalidInput', `ARN ${arn} is not valid.`)
  if (owner !== 'aws') policies.found(context, arn)
}

const pathOf = (arn: string): string => arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1)
const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)
