import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import { columnOf, type Schema, tableOf } from '../core/schema.ts'
import type { Joins, Relation, Spelling } from '../core/source.ts'
import { id, path, text } from '../core/sql.ts'

export interface Spellings {
  readonly engine: Engine
  readonly joins: Joins
  readonly relations: readonly Relation[]
  readonly schema: Schema
}

/** A table's rows with its text keys as their parents write them. */
interface SpelledRows {
  /** The FROM clause; the landed rows are `t`. */
  readonly from: string
  readonly column: (name: string) => string
}

/** Values of one INSERT. */
const BATCH = 1000

/** What was found of text keys. */
export interface Spelled {
  /** A note of each relation whose keys are staged in another spelling, for the receipt. */
  readonly notes: readonly string[]
  /** Relations whose keys all lead somewhere as they stand. */
  readonly resolved: readonly Relation[]
}

/**
 * MySQL joins text by collation (`'abc' = 'ABC '`), files are joined by bytes. Shows each table that names its parents in another
 * spelling with the parents' own, so that bytes join what the source joins. Fails with KEY_COLLATION where that cannot be: two parents
 * that spell one value in two ways.
 */
export async function spellAsParents(given: Spellings): Promise<Spelled> {
  const textual = given.relations.filter((relation) =>
    relation.columns.some((_, i) => isText(given.schema, relation, i)),
  )
  if (textual.length === 0) return { notes: [], resolved: [] }
  await given.engine.run('create schema if not exists spelling')
  const work = new Work({ ...given, relations: textual })
  for (const { to, table } of textual) for (const name of [to, table]) await work.spell(name)
  await work.compareOrphans()
  return { notes: work.notes, resolved: work.resolved() }
}

const isText = (schema: Schema, { table, columns, to, toColumns }: Relation, i: number): boolean =>
  [columnOf(tableOf(schema, table)!, columns[i]!), columnOf(tableOf(schema, to)!, toColumns[i]!)].every(
    (column) => column?.type.kind === 'text' && column.collation !== 'binary',
  )

const landed = (table: string): string => path('landed', table)
const asText = (column: string): string => `cast(${column} as varchar)`
const all = <T>(parts: readonly T[], make: (part: T, i: number) => string, separator = ' and '): string =>
  parts.map(make).join(separator)

class Work {
  readonly notes: string[] = []
  readonly #given: Spellings
  readonly #spelled = new Map<string, SpelledRows>()
  readonly #begun = new Set<string>()
  readonly #complete: Relation[] = []
  #rules = 0

  constructor(given: Spellings) {
    this.#given = given
  }

  /** Parents first; where relations run in a circle, whichever comes first. */
  async spell(table: string): Promise<void> {
    if (this.#begun.has(table)) return
    this.#begun.add(table)
    const own = this.#given.relations.filter((relation) => relation.table === table)
    for (const { to } of own) await this.spell(to)
    for (const relation of own.toSorted((a, b) => Number(a.to === table) - Number(b.to === table)))
      await this.#follow(relation)
    const spelled = this.#spelled.get(table)
    if (!spelled) return
    const columns = [...new Set(own.flatMap((relation) => this.#textColumns(relation)))]
    const replaced = all(columns, (name) => `${spelled.column(name)} as ${id(name)}`, ', ')
    await this.#given.engine.run(
      `create or replace view ${path('stage', table)} as select t.* replace (${replaced}) from ${spelled.from}`,
    )
  }

  /** The source's own count of rows that lead nowhere is what bytes now say too. */
  async compareOrphans(): Promise<void> {
    const touched = this.#given.relations.filter(({ table, to }) => this.#spelled.has(table) || this.#spelled.has(to))
    for (const relation of touched) {
      const { rows } = await this.#given.engine.query(
        `select count(*) ${orphans(relation, (name) => path('stage', name))}`,
      )
      const [staged, source] = [Number(rows[0]![0]), await this.#given.joins.orphans(relation)]
      if (staged !== source) throw twoSpellings(relation, staged, source)
    }
  }

  resolved(): readonly Relation[] {
    return this.#complete.filter(({ table, to }) => !this.#spelled.has(table) && !this.#spelled.has(to))
  }

  #textColumns(relation: Relation): readonly string[] {
    return relation.columns.filter((_, i) => isText(this.#given.schema, relation, i))
  }

  #of(table: string): SpelledRows {
    return this.#spelled.get(table) ?? { from: `${landed(table)} as t`, column: (name) => `t.${id(name)}` }
  }

  /** Finds what one relation's keys have to become. */
  async #follow(relation: Relation): Promise<void> {
    const { engine, joins } = this.#given
    const keys = await engine.query(
      `select distinct ${all(relation.columns, (name) => asText(`c.${id(name)}`), ', ')} ${orphans(relation, landed)} order by all`,
    )
    if (keys.rows.length === 0) this.#complete.push(relation)
    if (keys.rows.length === 0 && !this.#spelled.has(relation.to)) return
    const pairs =
      keys.rows.length === 0 ? [] : await joins.parents(relation, keys.rows as readonly (readonly string[])[])
    const number = this.#rules++
    await this.#savePairs(number, relation, pairs)
    const rule = await this.#makeRule(number, relation)
    if (rule.length === 0) return
    this.notes.push(noteOf(relation, rule, isMasked(this.#given.schema, relation)))
    this.#spelled.set(relation.table, this.#withRule(number, relation))
  }

  async #savePairs(number: number, { columns }: Relation, pairs: readonly Spelling[]): Promise<void> {
    const { engine } = this.#given
    const names = all(columns, (_, i) => `c${i} varchar, p${i} varchar`, ', ')
    await engine.run(`create or replace table ${pairTable(number)} (${names})`)
    for (let at = 0; at < pairs.length; at += BATCH) {
      const rows = pairs.slice(at, at + BATCH).map(({ child, parent }) => {
        const cells = columns.flatMap((_, i) => [text(child[i]!), text(parent[i]!)])
        return `(${cells.join(', ')})`
      })
      await engine.run(`insert into ${pairTable(number)} values ${rows.join(', ')}`)
    }
  }

  /** Each key as it landed beside its parent's spelling, where the two differ; up to three of them, and how many there are. */
  async #makeRule(number: number, relation: Relation): Promise<readonly (readonly (string | null)[])[]> {
    const { columns, toColumns, table, to } = relation
    const { engine, schema } = this.#given
    const parent = this.#of(to)
    const same = all(columns, (name, i) =>
      isText(schema, relation, i) ? `p.l${i} = coalesce(x.p${i}, c.${id(name)})` : `p.l${i} = c.${id(name)}`,
    )
    const own = (i: number): string => asText(`c.${id(columns[i]!)}`)
    const became = (i: number): string => (isText(schema, relation, i) ? `p.s${i}` : own(i))
    await engine.run(
      `create or replace table ${ruleTable(number)} as
       select ${all(columns, (_, i) => `${own(i)} as c${i}, ${became(i)} as m${i}`, ', ')}
       from (select distinct ${all(columns, id, ', ')} from ${landed(table)}) as c
       left join ${pairTable(number)} as x on ${all(columns, (_, i) => `x.c${i} = ${own(i)}`)}
       join (select ${all(toColumns, (name, i) => `t.${id(name)} as l${i}, ${parent.column(name)} as s${i}`, ', ')} from ${parent.from}) as p on ${same}
       where ${all(columns, (_, i) => `${became(i)} is distinct from ${own(i)}`, ' or ')}`,
    )
    return (await engine.query(`select *, count(*) over () from ${ruleTable(number)} order by all limit 3`)).rows
  }

  #withRule(number: number, relation: Relation): SpelledRows {
    const before = this.#of(relation.table)
    const same = all(relation.columns, (name, i) => `r${number}.c${i} = ${asText(`t.${id(name)}`)}`)
    return {
      from: `${before.from} left join ${ruleTable(number)} as r${number} on ${same}`,
      column: (name) => {
        const at = relation.columns.indexOf(name)
        return at < 0 ? before.column(name) : `coalesce(r${number}.m${at}, ${before.column(name)})`
      },
    }
  }
}

const pairTable = (number: number): string => path('spelling', `pairs ${number}`)
const ruleTable = (number: number): string => path('spelling', `rule ${number}`)

function orphans({ table, columns, to, toColumns }: Relation, at: (table: string) => string): string {
  const present = all(columns, (name) => `c.${id(name)} is not null`)
  const same = all(columns, (name, i) => `p.${id(toColumns[i]!)} = c.${id(name)}`)
  return `from ${at(table)} as c where ${present} and not exists (select 1 from ${at(to)} as p where ${same})`
}

const isMasked = (schema: Schema, { table, columns }: Relation): boolean =>
  columns.some((name) => columnOf(tableOf(schema, table)!, name)?.masked)

const named = ({ table, columns }: { table: string; columns: readonly string[] }): string =>
  columns.length === 1 ? `${table}.${columns[0]}` : `${table}(${columns.join(', ')})`

function noteOf(relation: Relation, rule: readonly (readonly (string | null)[])[], masked: boolean): string {
  const { to, toColumns, columns } = relation
  const count = Number(rule[0]!.at(-1))
  const what = `${named(relation)}: ${count} ${count === 1 ? 'value' : 'values'} staged as ${named({ table: to, columns: toColumns })} spells ${count === 1 ? 'it' : 'them'}`
  if (masked) return what
  const write = (row: readonly (string | null)[], from: number): string =>
    columns.map((_, i) => `'${row[2 * i + from]}'`).join(', ')
  const shown = rule.map((row) => `${write(row, 0)} → ${write(row, 1)}`)
  return `${what}: ${shown.join('; ')}${count > shown.length ? ' …' : ''}`
}

const twoSpellings = (relation: Relation, staged: number, source: number): StarliftError =>
  new StarliftError('KEY_COLLATION', {
    operation: 'stage',
    subject: named(relation),
    what: `${named(relation)} leads nowhere in ${source} rows of the source, and in ${staged} where bytes are compared`,
    lines: ['Two tables that it names spell the same value in two ways, so it cannot be written as both do.'],
    next: `Correct the spelling in ${relation.table} or ${relation.to}; MySQL treats both alike, so nothing that reads it changes.`,
  })
