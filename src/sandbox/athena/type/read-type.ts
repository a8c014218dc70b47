import { QueryFault } from '../sql/fault.ts'
import { type DataType, type RowField, simple, simpleOfDuckdb, simpleOfHive } from './data-type.ts'

const TOKEN = /"(?:[^"]|"")*"|`[^`]*`|[\p{L}\d_$.-]+|[<>(),:[\]]/gu

/** The words of a type, one after the other. */
class Words {
  readonly #all: readonly string[]
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#all = text.match(TOKEN) ?? []
  }

  next(): string {
    const word = this.#all[this.#at++]
    if (word === undefined) throw this.fault()
    return word
  }

  is(word: string): boolean {
    if (this.#all[this.#at] !== word) return false
    this.#at++
    return true
  }

  need(word: string): void {
    if (!this.is(word)) throw this.fault()
  }

  /** Whether the last word is a type by itself: what follows ends it, or belongs to it. */
  stands(): boolean {
    return this.#at >= this.#all.length || /^[(),[]$/.test(this.#all[this.#at]!)
  }

  back(): void {
    this.#at--
  }

  end(): void {
    if (this.#at < this.#all.length) throw this.fault()
  }

  fault(): QueryFault {
    return new QueryFault('TYPE_NOT_FOUND', `Unknown type: ${this.#text}`)
  }
}

/** A type as Glue and Hive's DDL spell it: `struct<a:int,b:array<decimal(10,2)>>`. Fails with TYPE_NOT_FOUND. */
export function readHiveType(text: string): DataType {
  const words = new Words(text)
  const type = hiveType(words)
  words.end()
  return type
}

const HIVE_SYNONYMS: Readonly<Record<string, string>> = {
  integer: 'int',
  long: 'bigint',
  short: 'smallint',
  real: 'float',
}

function hiveType(words: Words): DataType {
  const said = words.next().toLowerCase()
  const name = HIVE_SYNONYMS[said] ?? said
  const known = simpleOfHive(name)
  if (known) return simple(known)
  switch (name) {
    case 'string':
      return { kind: 'text', name: 'varchar' }
    case 'varchar':
    case 'char':
      return { kind: 'text', name, ...lengthOf(words) }
    case 'decimal':
    case 'numeric':
      return decimal(words, 10)
    case 'array':
      return between(words, () => ({ kind: 'array', element: hiveType(words) }))
    case 'map':
      return between(words, () => ({ kind: 'map', key: hiveType(words), value: after(words, ',') }))
    case 'struct':
      return between(words, () => ({ kind: 'row', fields: listed(() => hiveField(words), words) }))
    default:
      throw words.fault()
  }
}

const after = (words: Words, mark: string): DataType => {
  words.need(mark)
  return hiveType(words)
}

const hiveField = (words: Words): RowField => ({ name: unquoted(words.next()).toLowerCase(), type: after(words, ':') })

function between(words: Words, read: () => DataType): DataType {
  words.need('<')
  const type = read()
  words.need('>')
  return type
}

function listed<Item>(read: () => Item, words: Words): readonly Item[] {
  const items = [read()]
  while (words.is(',')) items.push(read())
  return items
}

function lengthOf(words: Words): { readonly length?: number } {
  if (!words.is('(')) return {}
  const length = Number(words.next())
  words.need(')')
  return { length }
}

function decimal(words: Words, usual: number): DataType {
  if (!words.is('(')) return { kind: 'decimal', precision: usual, scale: 0 }
  const precision = Number(words.next())
  const scale = words.is(',') ? Number(words.next()) : 0
  words.need(')')
  if (!(precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision)) throw words.fault()
  return { kind: 'decimal', precision, scale }
}

const unquoted = (word: string): string => (/^["`]/.test(word) ? word.slice(1, -1).replaceAll('""', '"') : word)

/** A type as DuckDB says it: `STRUCT(a INTEGER, b DECIMAL(10,2)[])`. Fails with NOT_SUPPORTED for what Athena has not. */
export function readDuckdbType(text: string): DataType {
  const words = new Words(text)
  const type = duckdbType(words)
  words.end()
  return type
}

function duckdbType(words: Words): DataType {
  let type = duckdbElement(words)
  while (words.is('[')) {
    words.need(']')
    type = { kind: 'array', element: type }
  }
  return type
}

const WHOLE = /^(HUGEINT|UBIGINT|UHUGEINT)$/
const SMALL: Readonly<Record<string, string>> = { UTINYINT: 'SMALLINT', USMALLINT: 'INTEGER', UINTEGER: 'BIGINT' }

function duckdbElement(words: Words): DataType {
  const name = words.next()
  switch (name) {
    case 'VARCHAR':
      return { kind: 'text', name: 'varchar' }
    case 'DECIMAL':
      return decimal(words, 18)
    case 'MAP':
      return inside(words, () => ({ kind: 'map', key: duckdbType(words), value: second(words) }))
    case 'STRUCT':
      return inside(words, () => ({ kind: 'row', fields: listed(() => duckdbField(words), words) }))
    case 'NULL':
    case '"NULL"':
      return { kind: 'text', name: 'varchar' }
  }
  if (WHOLE.test(name)) return { kind: 'decimal', precision: 38, scale: 0 }
  if (name === 'TIMESTAMP' && words.is('WITH')) {
    for (const word of ['TIME', 'ZONE']) words.need(word)
    return simple('timestamp with time zone')
  }
  const known = simpleOfDuckdb(SMALL[name] ?? name)
  if (!known) throw new QueryFault('NOT_SUPPORTED', `the type ${name} is not one of Athena's`)
  return simple(known)
}

const second = (words: Words): DataType => {
  words.need(',')
  return duckdbType(words)
}

function inside(words: Words, read: () => DataType): DataType {
  words.need('(')
  const type = read()
  words.need(')')
  return type
}

/** A field's name may be left out, and then its type stands alone. */
function duckdbField(words: Words): RowField {
  const word = words.next()
  const alone = /^[A-Z]+$/.test(word) && words.stands()
  if (alone) {
    words.back()
    return { name: '', type: duckdbType(words) }
  }
  return { name: unquoted(word), type: duckdbType(words) }
}
