import type { QualifiedName } from './statement-reader.ts'

export interface ColumnDefinition {
  readonly name: string
  /** In Hive's spelling. */
  readonly type: string
  readonly comment?: string
}

export interface PartitionPlace {
  readonly values: Readonly<Record<string, string>>
  readonly location?: string
}

/** How a table's files are read and written, in Glue's words. */
export interface Storage {
  readonly library: string
  readonly inputFormat: string
  readonly outputFormat: string
  readonly parameters: Readonly<Record<string, string>>
}

/** Options of CTAS and UNLOAD: texts, or lists of texts. */
export type Options = Readonly<Record<string, string | readonly string[]>>

export interface TableDefinition {
  readonly name: QualifiedName
  readonly ifNotExists: boolean
  readonly columns: readonly ColumnDefinition[]
  readonly partitions: readonly ColumnDefinition[]
  readonly comment?: string
  readonly storage: Storage
  readonly location: string
  readonly properties: Readonly<Record<string, string>>
}

interface Named {
  readonly name: QualifiedName
}

/** One of Athena's statements. */
export type Statement =
  | { readonly kind: 'query'; readonly sql: string }
  | { readonly kind: 'explain'; readonly sql: string }
  | { readonly kind: 'prepare'; readonly name: string; readonly sql: string }
  | { readonly kind: 'execute'; readonly name: string; readonly parameters: readonly string[] }
  | { readonly kind: 'deallocate'; readonly name: string }
  | {
      readonly kind: 'create database'
      readonly name: string
      readonly ifNotExists: boolean
      readonly comment?: string
      readonly location?: string
      readonly properties: Readonly<Record<string, string>>
    }
  | { readonly kind: 'drop database'; readonly name: string; readonly ifExists: boolean; readonly cascade: boolean }
  | ({ readonly kind: 'create table' } & TableDefinition)
  | (Named & {
      readonly kind: 'create table as'
      readonly ifNotExists: boolean
      readonly options: Options
      readonly sql: string
      readonly withData: boolean
    })
  | (Named & { readonly kind: 'create view'; readonly replace: boolean; readonly sql: string })
  | (Named & { readonly kind: 'drop table' | 'drop view'; readonly ifExists: boolean })
  | (Named & { readonly kind: 'insert'; readonly columns: readonly string[]; readonly sql: string })
  | { readonly kind: 'unload'; readonly sql: string; readonly to: string; readonly options: Options }
  | (Named & { readonly kind: 'repair table' })
  | (Named & {
      readonly kind: 'add partitions'
      readonly ifNotExists: boolean
      readonly partitions: readonly PartitionPlace[]
    })
  | (Named & {
      readonly kind: 'drop partitions'
      readonly ifExists: boolean
      readonly partitions: readonly PartitionPlace[]
    })
  | (Named & {
      readonly kind: 'set location'
      readonly location: string
      readonly partition?: Readonly<Record<string, string>>
    })
  | (Named & { readonly kind: 'add columns'; readonly columns: readonly ColumnDefinition[] })
  | (Named & { readonly kind: 'set properties'; readonly properties: Readonly<Record<string, string>> })
  | { readonly kind: 'show databases'; readonly pattern?: string }
  | { readonly kind: 'show tables' | 'show views'; readonly database?: string; readonly pattern?: string }
  | (Named & {
      readonly kind: 'show columns' | 'show partitions' | 'show create table' | 'show create view' | 'describe'
    })
  | (Named & { readonly kind: 'show properties'; readonly property?: string })

export type StatementOf<Kind extends Statement['kind']> = Extract<Statement, { readonly kind: Kind }>
