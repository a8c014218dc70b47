import type { Column, Schema, Table } from '../../src/core/schema.ts'
import { schemaTables } from '../../src/model/schema-tables.ts'
import type { Findings, Proposal } from '../../src/propose/proposal.ts'
import { propose } from '../../src/propose/propose.ts'
import { columnType } from '../../src/source/column-type.ts'

export interface TableSpec {
  /** `int`, or `int?` where it may be NULL. */
  readonly columns: Readonly<Record<string, string>>
  /** Default: the first column. */
  readonly key?: readonly string[]
  /** Columns, and the table whose key they are; several columns joined by `+`. */
  readonly refs?: readonly (readonly [string, string])[]
  readonly rows?: number
}

const columnOf = ([name, type]: readonly [string, string]): Column => {
  const declared = type.replace(/\?$/, '')
  return { name, declared, type: columnType(declared), nullable: type.endsWith('?') }
}

/** A schema as a source would give it. */
export function schemaOf(tables: Readonly<Record<string, TableSpec>>): Schema {
  const keyOf = ({ key, columns }: TableSpec): readonly string[] => key ?? [Object.keys(columns)[0]!]
  return {
    database: 'test',
    tables: Object.entries(tables).map(([name, spec]): Table => {
      const key = keyOf(spec)
      return {
        name,
        columns: Object.entries(spec.columns).map(columnOf),
        key,
        uniques: key.length > 0 ? [key] : [],
        references: (spec.refs ?? []).map(([columns, table]) => ({
          columns: columns.split('+'),
          table,
          to: keyOf(tables[table]!),
        })),
        rows: spec.rows ?? 100,
      }
    }),
  }
}

export function proposalOf(tables: Readonly<Record<string, TableSpec>>, findings?: Findings): Proposal {
  const schema = schemaOf(tables)
  return propose(schema, schemaTables(schema, { keys: {}, named: [], names: {} }), findings)
}
