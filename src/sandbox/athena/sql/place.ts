import type { Scope, TypeOracle } from './scope.ts'
import type { Node } from './tree.ts'

/** A table as a query names it. */
export interface TableName {
  readonly catalog?: string
  readonly database?: string
  readonly name: string
}

/** What a query is translated against. */
export interface QuerySource extends TypeOracle {
  /** What stands for a table after FROM; makes it ready to be asked. Fails with TABLE_NOT_FOUND. */
  table(name: TableName): Promise<string>
}

/** Where a query stands. */
export interface Place {
  readonly source: QuerySource
  /** `with …` of the queries around it, and the names it defines. */
  readonly with: string
  readonly names: ReadonlySet<string>
  readonly outer: Scope | null
  /** Translates a query that stands in this one. */
  query(node: Node, place: Place): Promise<string>
}
