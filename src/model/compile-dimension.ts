import type { DimensionDefinition, Node } from './definition.ts'
import { Names, singular, snakeCase } from './name.ts'
import type { DimensionPlan, NamedColumn } from './plan.ts'
import type { Reading } from './reading.ts'
import { resolve } from './resolve.ts'
import { Scope } from './scope.ts'
import { hiddenKey, keyAmong } from './source-key.ts'

export interface Naming {
  /** Published names of tables, by names in the model. */
  readonly names: Readonly<Record<string, string>>
  readonly columns: 'snake_case' | 'as_written'
}

export const columnName = (naming: Naming, label: string): string =>
  naming.columns === 'snake_case' ? snakeCase(label) : label

export function compileDimension(definition: DimensionDefinition, reading: Reading, naming: Naming): DimensionPlan {
  const scope = new Scope(reading, definition.table)
  const table = naming.names[definition.name] ?? `dim_${snakeCase(definition.name)}`
  const names = new Names(table)
  const key = names.take(`${columnName(naming, singular(definition.name))}_key`, 'the surrogate key')
  const attributes = Object.entries(definition.attributes)
  const identity =
    definition.kind === 'dimension' ? hiddenKey(definition, reading, Object.values(definition.attributes)) : []
  const named = [...identity, ...attributes].map(([label, node]) => nameColumn({ label, node, scope, names, naming }))
  return {
    kind: definition.kind,
    name: definition.name,
    table,
    from: definition.table,
    where: definition.where && resolve(definition.where, { scope }),
    key,
    natural: definition.kind === 'distinct' ? named : keyAmong(definition, reading, named),
    columns: named,
    clean: definition.clean,
    at: definition.at,
    joins: scope.joins,
  }
}

export interface ColumnSpec {
  readonly label: string
  readonly node: Node
  readonly scope: Scope
  readonly names: Names
  readonly naming: Naming
}

/** A published column; one that is the source's as it stands keeps the source's comment and collation. */
export function nameColumn({ label, node, scope, names, naming }: ColumnSpec): NamedColumn {
  const name = names.take(columnName(naming, label), label)
  if (node.op !== 'column') return { label, name, expression: resolve(node, { scope }) }
  const { expression, source } = scope.column(node.path, node.column, node.at)
  return {
    label,
    name,
    expression,
    ...(source.comment ? { comment: source.comment } : {}),
    ...(source.collation ? { collation: source.collation } : {}),
  }
}
