import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileStar } from '../../src/model/compile.ts'
import { schemaText } from '../../src/model/schema-file.ts'
import { schemaTables } from '../../src/model/schema-tables.ts'
import { loadModel } from '../../src/project-files.ts'
import { propose } from '../../src/propose/propose.ts'
import { starText } from '../../src/propose/star-text.ts'
import { typeErrors } from '../cli/type-check.ts'
import { schemaOf, type TableSpec } from './database.ts'

const TYPES = (
  'int|int unsigned|bigint unsigned|smallint|tinyint(1)|decimal(10,2)|decimal(30,4)|decimal(65,30)|float|double|date|datetime|timestamp(6)|time|' +
  "year|char(3)|varchar(50)|varchar(4000)|text|json|enum('a','b')|set('x')|binary(16)|blob|bit(1)|bit(9)|point|vector(3)"
).split('|')
const NAMES = (
  'id|ID|Id|order|class|default|price|unit_price|quantity|qty|amount|total|discount|name|Name|title|status|country|created_at|date|day|dates|' +
  'star|fact|sum|key|order_key|item|items|a b|a.b|a-b|1st|2|_x|$y|it\'s|"q"|back\\slash|new\nline|größe|名前|constructor|toString|__proto__|op|' +
  'link|customer|customer_id|password|email|parent_id|line_no|to|from|row|value|prototype|hasOwnProperty|then|undefined|NaN|C|c'
).split('|')

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values)
const names = fc.uniqueArray(oneOf(...NAMES), { minLength: 1, maxLength: 12, selector: (name) => name.toLowerCase() })
const nullable = fc.boolean().map((yes) => (yes ? '?' : ''))
const table = names.chain((columns) =>
  fc.record({
    columns: fc.constant(columns),
    types: fc.array(fc.tuple(oneOf(...TYPES), nullable), { minLength: 12, maxLength: 12 }),
    keyed: fc.integer({ min: 0, max: 3 }),
    /** Which column leads to which table: both by index. */
    refs: fc.array(fc.tuple(fc.nat(11), fc.nat(5)), { maxLength: 5 }),
    rows: fc.nat(100_000),
  }),
)
const database = fc
  .uniqueArray(oneOf(...NAMES), { minLength: 1, maxLength: 6, selector: (name) => name })
  .chain((tables) => fc.tuple(fc.constant(tables), fc.array(table, { minLength: 6, maxLength: 6 })))

/** Foreign keys take the type of what they lead to, as servers demand. */
function specs([tables, given]: readonly [readonly string[], readonly Generated[]]): Record<string, TableSpec> {
  const made = new Map(tables.map((name, i) => [name, { ...given[i]!, name }]))
  const keyOf = ({ columns, keyed }: Generated): readonly string[] => columns.slice(0, Math.min(keyed, columns.length))
  const result: Record<string, TableSpec> = {}
  for (const [name, one] of made) {
    const key = keyOf(one)
    const types = new Map(
      one.columns.map((column, i) => [column, key.includes(column) ? keyType(i) : one.types[i]!.join('')]),
    )
    const refs: [string, string][] = []
    for (const [column, target] of one.refs) {
      const [from, to] = [one.columns[column], tables[target]]
      const far = to === undefined ? [] : keyOf(made.get(to)!)
      if (from === undefined || to === undefined || far.length !== 1 || refs.some(([taken]) => taken === from)) continue
      if (!key.includes(from)) types.set(from, `${keyType(0)}${one.types[column]![1]}`)
      refs.push([from, to])
    }
    result[name] = { columns: Object.fromEntries(types), key, refs, rows: one.rows }
  }
  return result
}

const keyType = (at: number): string => ['varchar(9)', 'int', 'bigint unsigned'][at % 3]!

interface Generated {
  readonly columns: readonly string[]
  readonly types: readonly (readonly [string, string])[]
  readonly keyed: number
  readonly refs: readonly (readonly [number, number])[]
  readonly rows: number
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starlift-propose-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('whatever the database: the model compiles as TypeScript, and resolves against the schema', async () => {
  const all = fc.sample(database, { numRuns: 150, seed: 20 }).map(specs)
  const faults: string[] = []
  let facts = 0
  for (const [i, spec] of all.entries()) {
    const schema = schemaOf(spec)
    const tables = named(schema)
    const own = join(folder, String(i))
    await mkdir(own)
    await writeFile(join(own, 'schema.ts'), schemaText(tables))
    const proposal = propose(schema, tables)
    await writeFile(join(own, 'star.ts'), starText(proposal))
    facts += proposal.facts.length
    if (proposal.facts.length === 0) continue
    await loadModel(join(own, 'star.ts'))
      .then((star) => compileStar(star, schema, { keys: {}, references: [] }))
      .catch((error: Error) =>
        faults.push(`${i}: ${[error.message, ...((error as { lines?: string[] }).lines ?? [])].join(' ')}`),
      )
  }
  expect(faults).toEqual([])
  expect(facts).toBeGreaterThan(100)
  expect(await typeErrors(folder, '*/*.ts')).toBe('')
})

/** Relations without a free name are left out: init names them in the config. */
function named(schema: ReturnType<typeof schemaOf>): ReturnType<typeof schemaTables> {
  const names: Record<string, string> = {}
  for (let i = 0; ; i++) {
    try {
      return schemaTables(schema, { keys: {}, named: [], names })
    } catch (error) {
      if (i > 50) throw error
      names[(error as { subject: string }).subject] = `relation${i}`
    }
  }
}
