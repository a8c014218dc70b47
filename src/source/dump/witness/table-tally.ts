import type { TypedColumn } from '../../../core/schema.ts'
import type { TableAnswer, TableColumns } from '../../../core/source.ts'
import type { Policy } from '../../policy.ts'
import { count, dumpError } from '../faults.ts'
import { tallyFor } from './column-tally.ts'
import { NotAValue, NotText } from './not-a-value.ts'
import type { Written } from './row-text.ts'
import type { Tally } from './tally.ts'
import { sha256 } from './text-tally.ts'
import { Total } from './total.ts'

interface ColumnTally {
  readonly column: TypedColumn
  readonly tally: Tally
  nulls: number
  zeroDates: number
  firstZeroDate: number
}

/** Figures of one table, of which each row is seen once. */
export class TableTally {
  readonly #table: string
  readonly #policy: Policy
  readonly #columns: readonly ColumnTally[]
  readonly #content: boolean
  #rows = 0
  /** The key of a row has 60 bits: 28 and 32 of them are summed apart. */
  readonly #upper = new Total()
  readonly #lower = new Total()

  constructor(view: TableColumns, policy: Policy, content: boolean) {
    this.#table = view.table
    this.#policy = policy
    this.#content = content
    this.#columns = view.columns.map((column) => ({
      column,
      tally: tallyFor(column, policy.maskKey),
      nulls: 0,
      zeroDates: 0,
      firstZeroDate: 0,
    }))
  }

  /** Counts a row in; `slots` says where in it each column of the view stands. */
  add(row: readonly (Written | null)[], slots: readonly number[], charset: string): void {
    this.#rows++
    const texts = this.#columns.map((column, i) => this.#addValue(column, row[slots[i]!] ?? null, charset))
    if (this.#content) this.#addKey(texts.join('|'))
  }

  answer(): TableAnswer {
    for (const { column, zeroDates, firstZeroDate } of this.#columns)
      if (zeroDates > 0 && this.#policy.zeroDates[`${this.#table}.${column.name}`] !== 'null')
        throw this.#zeroDate(column, zeroDates, firstZeroDate)
    return {
      rows: this.#rows,
      columns: this.#columns.map(({ nulls, zeroDates, tally }) => ({ nulls: nulls + zeroDates, ...tally.answer() })),
      content: this.#content ? String(this.#upper.value * 4_294_967_296n + this.#lower.value) : null,
    }
  }

  #addValue(into: ColumnTally, value: Written | null, charset: string): string {
    if (value === null) {
      into.nulls++
      return '~N'
    }
    try {
      const text = into.tally.add(value, charset)
      if (text !== null) return text
    } catch (error) {
      if (error instanceof NotText) throw this.#notText(into.column)
      throw error instanceof NotAValue ? this.#misfit(into.column, value) : error
    }
    if (into.zeroDates++ === 0) into.firstZeroDate = this.#rows
    return '~N'
  }

  #addKey(canonical: string): void {
    const digest = sha256(canonical)
    this.#upper.add(Number.parseInt(digest.slice(0, 7), 16))
    this.#lower.add(Number.parseInt(digest.slice(7, 15), 16))
  }

  #misfit(column: TypedColumn, value: Written): Error {
    const shown = value.text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')
    return dumpError({
      code: 'VALUE_INVALID',
      subject: `${this.#table}.${column.name}`,
      what: `${this.#table}.${column.name}, row ${count(this.#rows)}: ${shown} is not a value of ${column.declared}.`,
      next: 'Correct the row, or take its column as text with types in the config.',
    })
  }

  #notText({ name }: TypedColumn): Error {
    const path = `${this.#table}.${name}`
    return dumpError({
      code: 'SOURCE_ENCODING',
      subject: path,
      what: `${path}, row ${count(this.#rows)}: the text is not valid in its character set.`,
      next: 'Dump again with --default-character-set=utf8mb4.',
    })
  }

  #zeroDate({ name }: TypedColumn, rows: number, first: number): Error {
    const path = `${this.#table}.${name}`
    return dumpError({
      code: 'VALUE_ZERO_DATE',
      subject: path,
      what: `${path} holds 0000-00-00 in ${count(rows)} of ${count(this.#rows)} rows; first: row ${count(first)}.`,
      next: `In the config: zeroDates: { '${path}': 'null' }. It will be counted in the receipt.`,
    })
  }
}
