import type { Context } from '../../service.ts'
import { type AthenaOperations, invalid } from '../query/execution.ts'

type Tag = import('@aws-sdk/client-athena').Tag

const tagsOf = ({ state }: Context) => state.collection<readonly Tag[]>('athena/tags')

export const arnOf = ({ region, account }: Context, resource: string): string =>
  `arn:aws:athena:${region}:${account}:${resource}`

export function putTags(context: Context, arn: string, tags: readonly Tag[]): void {
  const before = (tagsOf(context).get(arn) ?? []).filter(({ Key }) => !tags.some((tag) => tag.Key === Key))
  if (tags.length > 0) tagsOf(context).put(arn, [...before, ...tags])
}

const checked = (arn: string): string => {
  if (!/^arn:aws[\w-]*:athena:/.test(arn)) throw invalid(`${arn} is not an ARN of Athena`)
  return arn
}

export const tagOperations: AthenaOperations = {
  TagResource({ ResourceARN, Tags }, context) {
    putTags(context, checked(ResourceARN), Tags)
    return {}
  },

  UntagResource({ ResourceARN, TagKeys }, context) {
    const left = (tagsOf(context).get(checked(ResourceARN)) ?? []).filter(({ Key }) => !TagKeys.includes(Key ?? ''))
    tagsOf(context).put(ResourceARN, left)
    return {}
  },

  ListTagsForResource: ({ ResourceARN }, context) => ({ Tags: [...(tagsOf(context).get(checked(ResourceARN)) ?? [])] }),
}
