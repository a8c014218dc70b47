import { pageOf } from '../paging.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Context, Operations } from '../service.ts'
import { alreadyThere, lower, notFound, removeTable, type TableHistory, tableNamed, tablesOf } from './catalog.ts'

type Table = import('@aws-sdk/client-glue').Table
type TableInput = import('@aws-sdk/client-glue').TableInput

const MOST = 100

export const tableOperations: Operations<typeof import('@aws-sdk/client-glue')> = {
  CreateTable({ DatabaseName, TableInput: input }, context) {
    const tables = tablesOf(context, DatabaseName)
    const name = lower(input?.Name ?? '')
    if (name === '') throw new ServiceException('InvalidInputException', 'A table needs a name.')
    if (tables.get(name)) throw alreadyThere('Table')
    const now = context.now()
    const table = { ...described(context, DatabaseName, input ?? {}), CreateTime: now, UpdateTime: now, VersionId: '0' }
    tables.put(name, { table, before: [] })
    return {}
  },

  GetTable: ({ DatabaseName, Name }, context) => ({ Table: tableNamed(context, DatabaseName, Name).table }),

  GetTables({ DatabaseName, Expression, NextToken, MaxResults = MOST }, context) {
    const all = sorted(tablesOf(context, DatabaseName).entries()).filter(matching(Expression))
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { TableList: [...items], NextToken: next }
  },

  SearchTables({ SearchText, NextToken, MaxResults = MOST }, context) {
    const databases = context.state.collection('glue/databases').entries()
    const wanted = lower((SearchText ?? '').replace(/^"|"$/g, ''))
    const all = databases
      .flatMap(([name]) => sorted(tablesOf(context, name).entries()))
      .filter((table) =>
        lower(JSON.stringify([table.Name, table.Description, table.StorageDescriptor?.Columns])).includes(wanted),
      )
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { TableList: [...items], NextToken: next }
  },

  UpdateTable({ DatabaseName, TableInput: input, Name, SkipArchive = false, VersionId }, context) {
    const name = lower(input?.Name ?? Name ?? '')
    const { table, before } = tableNamed(context, DatabaseName, name)
    if (VersionId !== undefined && VersionId !== table.VersionId)
      throw new ServiceException(
        'ConcurrentModificationException',
        `Update table failed due to concurrent modifications.`,
      )
    const next = {
      ...described(context, DatabaseName, { ...input, Name: name }),
      CreateTime: table.CreateTime,
      UpdateTime: context.now(),
      VersionId: String(Number(table.VersionId ?? 0) + 1),
    }
    tablesOf(context, DatabaseName).put(name, { table: next, before: SkipArchive ? before : [...before, table] })
    return {}
  },

  DeleteTable({ DatabaseName, Name }, context) {
    removeTable(context, DatabaseName, Name)
    return {}
  },

  BatchDeleteTable({ DatabaseName, TablesToDelete }, context) {
    tablesOf(context, DatabaseName)
    const Errors = TablesToDelete.flatMap((name) => {
      try {
        removeTable(context, DatabaseName, name)
        return []
      } catch (error) {
        if (!(error instanceof ServiceException)) throw error
        return [{ TableName: name, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } }]
      }
    })
    return { Errors }
  },

  GetTableVersion({ DatabaseName, TableName, VersionId }, context) {
    const found = versionsOf(tableNamed(context, DatabaseName, TableName)).find(
      (table) => VersionId === undefined || table.VersionId === VersionId,
    )
    if (!found) throw notFound(`Table version ${VersionId}`)
    return { TableVersion: { Table: found, VersionId: found.VersionId } }
  },

  GetTableVersions({ DatabaseName, TableName, NextToken, MaxResults = MOST }, context) {
    const all = versionsOf(tableNamed(context, DatabaseName, TableName))
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { TableVersions: items.map((table) => ({ Table: table, VersionId: table.VersionId })), NextToken: next }
  },

  DeleteTableVersion({ DatabaseName, TableName, VersionId }, context) {
    forget(context, { DatabaseName, TableName, VersionId })
    return {}
  },

  BatchDeleteTableVersion({ DatabaseName, TableName, VersionIds }, context) {
    for (const VersionId of VersionIds) forget(context, { DatabaseName, TableName, VersionId })
    return { Errors: [] }
  },
}

/** Newest first. */
const versionsOf = ({ table, before }: TableHistory): readonly Table[] => [table, ...before.toReversed()]

const sorted = (entries: readonly (readonly [string, TableHistory])[]): readonly Table[] =>
  entries.map(([, { table }]) => table).sort((a, b) => ((a.Name ?? '') < (b.Name ?? '') ? -1 : 1))

function matching(expression: string | undefined): (table: Table) => boolean {
  if (expression === undefined || expression === '') return () => true
  try {
    const pattern = new RegExp(`^(?:${expression})$`, 'i')
    return ({ Name }) => pattern.test(Name ?? '')
  } catch (cause) {
    throw new ServiceException('InvalidInputException', `The expression ${expression} is not valid.`, { cause })
  }
}

function forget(
  context: Context,
  { DatabaseName, TableName, VersionId }: { DatabaseName: string; TableName: string; VersionId: string },
): void {
  const { table, before } = tableNamed(context, DatabaseName, TableName)
  if (!before.some((one) => one.VersionId === VersionId)) throw notFound(`Table version ${VersionId}`)
  const left = before.filter((one) => one.VersionId !== VersionId)
  tablesOf(context, DatabaseName).put(lower(TableName), { table, before: left })
}

const described = ({ account }: Context, database: string, input: Partial<TableInput>): Table => ({
  ...input,
  Name: lower(input.Name ?? ''),
  DatabaseName: lower(database),
  CatalogId: account,
  IsRegisteredWithLakeFormation: false,
})
