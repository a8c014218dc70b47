import { ServiceException } from '../protocol/service-exception.ts'
import type { Context, Operations } from '../service.ts'
import { notFound } from './catalog.ts'

type Tags = Readonly<Record<string, string>>
type Kind = 'job' | 'crawler' | 'trigger' | 'connection' | 'database'

/** Where the resources of each kind stand, by name. */
const COLLECTIONS: Readonly<Record<Kind, string>> = {
  job: 'glue/jobs',
  crawler: 'glue/crawlers',
  trigger: 'glue/triggers',
  connection: 'glue/connections',
  database: 'glue/databases',
}

const all = ({ state }: Context) => state.collection<Tags>('glue/tags')
const tagId = (kind: Kind, name: string): string => `${kind}/${name}`

export const tagsOf = (context: Context, kind: Kind, name: string): Tags => all(context).get(tagId(kind, name)) ?? {}

export function beginTags(context: Context, kind: Kind, name: string, tags: Tags | undefined): void {
  if (tags) all(context).put(tagId(kind, name), tags)
  else endTags(context, kind, name)
}

export function endTags(context: Context, kind: Kind, name: string): void {
  all(context).remove(tagId(kind, name))
}

/** The kind and name of a resource that is there, by its ARN. */
function resourceOf(context: Context, arn: string): readonly [Kind, string] {
  const [, kind, name] = /^arn:aws[\w-]*:glue:[^:]*:\d*:([a-z]+)\/(.+)$/.exec(arn) ?? []
  if (kind === undefined || name === undefined || !Object.hasOwn(COLLECTIONS, kind))
    throw new ServiceException('InvalidInputException', `The sandbox knows no tags of ${arn}`)
  if (context.state.collection(COLLECTIONS[kind as Kind]).get(name) === undefined) throw notFound(arn)
  return [kind as Kind, name]
}

export const tagOperations: Operations<typeof import('@aws-sdk/client-glue')> = {
  GetTags: ({ ResourceArn }, context) => ({ Tags: { ...tagsOf(context, ...resourceOf(context, ResourceArn)) } }),

  TagResource({ ResourceArn, TagsToAdd }, context) {
    const [kind, name] = resourceOf(context, ResourceArn)
    all(context).put(tagId(kind, name), { ...tagsOf(context, kind, name), ...TagsToAdd })
    return {}
  },

  UntagResource({ ResourceArn, TagsToRemove }, context) {
    const [kind, name] = resourceOf(context, ResourceArn)
    const left = Object.entries(tagsOf(context, kind, name)).filter(([key]) => !TagsToRemove.includes(key))
    all(context).put(tagId(kind, name), Object.fromEntries(left))
    return {}
  },
}
