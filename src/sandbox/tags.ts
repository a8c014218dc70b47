import type { ServiceException } from './protocol/service-exception.ts'
import type { Context } from './service.ts'

export interface Tag {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}

/** The tags of one service's resources, by ARN. */
export interface Tagging {
  /** From now on there is a resource of this ARN. */
  begin(context: Context, arn: string, tags: readonly Tag[] | undefined): void
  /** Fails where there is no such resource. */
  of(context: Context, arn: string): { Key: string; Value: string }[]
  add(context: Context, arn: string, tags: readonly Tag[]): void
  remove(context: Context, arn: string, keys: readonly string[]): void
  /** The resource is gone. */
  end(context: Context, arn: string): void
}

export function tagging(service: string, missing: (arn: string) => ServiceException): Tagging {
  const collection = ({ state }: Context) => state.collection<Record<string, string>>(`tags/${service}`)
  const found = (context: Context, arn: string): Record<string, string> => {
    const tags = collection(context).get(arn)
    if (!tags) throw missing(arn)
    return tags
  }
  return {
    begin: (context, arn, tags = []) => collection(context).put(arn, asRecord(tags)),
    of: (context, arn) => Object.entries(found(context, arn)).map(([Key, Value]) => ({ Key, Value })),
    add: (context, arn, tags) => collection(context).put(arn, { ...found(context, arn), ...asRecord(tags) }),
    remove(context, arn, keys) {
      const left = Object.entries(found(context, arn)).filter(([key]) => !keys.includes(key))
      collection(context).put(arn, Object.fromEntries(left))
    },
    end: (context, arn) => void collection(context).remove(arn),
  }
}

const asRecord = (tags: readonly Tag[]): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
