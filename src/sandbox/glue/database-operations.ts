import { pageOf } from '../paging.ts'
import type { Context, Operations } from '../service.ts'
import { alreadyThere, databaseNamed, databasesOf, lower, removeTable, tablesOf } from './catalog.ts'
import { beginTags, endTags } from './tag-operations.ts'

type DatabaseInput = import('@aws-sdk/client-glue').DatabaseInput

const MOST = 100

export const databaseOperations: Operations<typeof import('@aws-sdk/client-glue')> = {
  CreateDatabase({ DatabaseInput: input, Tags }, context) {
    const name = lower(input.Name ?? '')
    if (databasesOf(context).get(name)) throw alreadyThere('Database')
    databasesOf(context).put(name, { ...described(context, input), CreateTime: context.now() })
    beginTags(context, 'database', name, Tags)
    return {}
  },

  GetDatabase: ({ Name }, context) => ({ Database: databaseNamed(context, Name) }),

  GetDatabases({ NextToken, MaxResults = MOST }, context) {
    const all = databasesOf(context)
      .entries()
      .map(([, database]) => database)
      .sort((a, b) => (lower(a.Name ?? '') < lower(b.Name ?? '') ? -1 : 1))
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { DatabaseList: [...items], NextToken: next }
  },

  UpdateDatabase({ Name, DatabaseInput: input }, context) {
    const { CreateTime } = databaseNamed(context, Name)
    databasesOf(context).put(lower(Name), { ...described(context, { ...input, Name }), CreateTime })
    return {}
  },

  DeleteDatabase({ Name }, context) {
    for (const [table] of tablesOf(context, Name).entries()) removeTable(context, Name, table)
    databasesOf(context).remove(lower(Name))
    endTags(context, 'database', lower(Name))
    return {}
  },
}

const described = ({ account }: Context, input: DatabaseInput) => ({
  ...input,
  Name: lower(input.Name ?? ''),
  CatalogId: account,
})
