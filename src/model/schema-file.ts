import type { SchemaReference, SchemaTable, SchemaTables } from './definition.ts'
import { listed, property, quoted } from './schema-tables.ts'

/** The text of schema.ts. */
export function schemaText(tables: SchemaTables): string {
  const entries = Object.entries(tables).map(([name, table]) => `  ${property(name)}: ${tableText(table)},`)
  return `// Written by \`starlift pull\`: what the database says. Do not edit; people write star.ts.
const tables = {
${entries.join('\n')}
} as const

type Tables = typeof tables
/** A name the compiler can print. */
export interface Database extends Tables {}
export const database: Database = tables
`
}

function tableText({ key, columns, refs }: SchemaTable): string {
  const types = Object.entries(columns).map(([name, type]) => `${property(name)}: ${quoted(type)}`)
  const relations = Object.entries(refs).map(([name, reference]) => `${property(name)}: ${referenceText(reference)}`)
  return `{\n    key: ${listed(key)},\n    columns: ${block(types)},\n    refs: ${block(relations)},\n  }`
}

/** One entry a line, so that a difference between two pulls reads well. */
const block = (entries: readonly string[]): string =>
  entries.length === 0 ? '{}' : `{\n${entries.map((entry) => `      ${entry},\n`).join('')}    }`

function referenceText([columns, table, to]: SchemaReference): string {
  const names = (of: string | readonly string[]): string => (typeof of === 'string' ? quoted(of) : listed(of))
  return `[${names(columns)}, ${quoted(table)}${to === undefined ? '' : `, ${names(to)}`}]`
}
