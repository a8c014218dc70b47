import type { Schema, Table } from '../../../core/schema.ts'
import type { TableColumns } from '../../../core/source.ts'
import type { Policy } from '../../policy.ts'
import { dumpError } from '../faults.ts'
import { type DumpText, NeedsMore } from './dump-text.ts'
import { NotARow, takeRow } from './row-text.ts'
import { Setting } from './setting.ts'
import { StatementText } from './statement-text.ts'
import { TableTally } from './table-tally.ts'

export interface TestimonyOptions {
  readonly dump: DumpText
  readonly label: string
  readonly database: string
  readonly schema: Schema
  readonly policy: Policy
  readonly views: readonly TableColumns[]
  /** Tables whose content is asked for too. */
  readonly content: ReadonlySet<string>
}

const NAME = '`(?:[^`]|``)*`|"(?:[^"]|"")*"|[^\\s`".(,)]+'
const BLANK = '(?:\\s|/\\*(?!M?!)[\\s\\S]*?\\*/)*'
const INSERT = new RegExp(
  `(?:insert|replace)\\s+(?:(?:ignore|delayed|low_priority|high_priority)\\s+)*(?:into\\s+)?(${NAME})(?:\\s*\\.\\s*(${NAME}))?` +
    `${BLANK}(?:partition\\s*\\([^)]*\\)${BLANK})?(?:\\(((?:\\s*(?:${NAME})\\s*,?)*)\\)${BLANK})?values?(?=\\s*\\()`,
  'iy',
)
const NAMES = new RegExp(NAME, 'g')
const DROP =
  /^(?:\/\*M?!\d*\s*)?(?:(drop)\s+(?:temporary\s+)?(?:table|view)\s+(?:if\s+exists\s+)?|truncate\s+(?:table\s+)?)([\s\S]*?)(?:\*\/)?\s*$/i

/** How much text may stand before VALUES. */
const HEAD_LENGTH = 1 << 20

interface Rows {
  readonly view: TableColumns
  readonly wanted: readonly boolean[]
  readonly slots: readonly number[]
}

/** Reads a dump from its first byte to its last, and tallies the rows of the tables in view. */
export class Testimony {
  readonly tallies = new Map<string, TableTally>()
  readonly #options: TestimonyOptions
  readonly #statements: StatementText
  readonly #setting = new Setting()
  #rows: Rows | undefined
  #first = false

  constructor(options: TestimonyOptions) {
    this.#options = options
    this.#statements = new StatementText(options.dump, this.#setting)
    for (const view of options.views) this.#restart(view)
  }

  /** Reads on as far as the text goes. */
  hear(): void {
    try {
      for (let more = true; more; ) more = this.#rows ? this.#hearRow(this.#rows) : this.#hearStatement()
    } catch (error) {
      if (error instanceof NeedsMore && !this.#options.dump.ended) return
      throw error instanceof NotARow || error instanceof NeedsMore ? this.#corrupt(error) : error
    }
  }

  #restart(view: TableColumns): void {
    const { policy, content } = this.#options
    this.tallies.set(view.table, new TableTally(view, policy, content.has(view.table)))
  }

  #hearStatement(): boolean {
    if (!this.#statements.begin()) return false
    const { dump } = this.#options
    if (!/^(insert|replace)\s/i.test(dump.text.slice(dump.at, dump.at + 8))) {
      this.#hearOther(this.#statements.take())
      return true
    }
    INSERT.lastIndex = dump.at
    const head = INSERT.exec(dump.text)
    if (!head && !dump.ended && dump.text.length - dump.at < HEAD_LENGTH) throw new NeedsMore()
    if (!head) throw new NotARow('an INSERT without rows')
    const view = this.#viewOf(head[1]!, head[2])
    if (view) {
      this.#rows = this.#rowsOf(view, head[3])
      this.#first = true
      dump.at += head[0].length
    } else this.#statements.take()
    return true
  }

  #hearOther(statement: string): void {
    this.#setting.see(statement)
    const [, , names] = DROP.exec(statement) ?? []
    for (const [path] of names?.matchAll(new RegExp(`(?:${NAME})(?:\\s*\\.\\s*(?:${NAME}))?`, 'g')) ?? []) {
      const [first = '', second] = path.match(NAMES) ?? []
      const view = this.#viewOf(first, second)
      if (view) this.#restart(view)
    }
  }

  #viewOf(first: string, second: string | undefined): TableColumns | undefined {
    const database = second === undefined ? this.#setting.database : this.#setting.nameOf(first)
    if (database !== this.#options.database) return undefined
    const name = this.#setting.nameOf(second ?? first)
    const { views, schema } = this.#options
    const exact = views.find(({ table }) => table === name)
    if (exact || schema.tables.some((table) => table.name === name)) return exact
    return views.find(({ table }) => table.toLowerCase() === name.toLowerCase())
  }

  #rowsOf(view: TableColumns, list: string | undefined): Rows {
    const table = this.#options.schema.tables.find(({ name }) => name === view.table)!
    const names =
      list === undefined ? unnamed(table) : (list.match(NAMES) ?? []).map((name) => this.#setting.nameOf(name))
    const lower = names.map((name) => name.toLowerCase())
    const slots = view.columns.map(({ name }) => lower.indexOf(name.toLowerCase()))
    if (slots.includes(-1)) throw new NotARow(`an INSERT leaves out a column of ${view.table}`)
    const wanted = new Set(slots)
    return { view, slots, wanted: names.map((_, i) => wanted.has(i)) }
  }

  #hearRow({ view, wanted, slots }: Rows): boolean {
    const { dump } = this.#options
    const row = takeRow(dump, wanted, this.#first)
    this.#first = false
    if (row) this.tallies.get(view.table)!.add(row, slots, this.#setting.charset)
    else if (/^\s*$/.test(this.#statements.take())) this.#rows = undefined
    else throw new NotARow('an INSERT does not end with its rows')
    return true
  }

  #corrupt({ message }: Error): Error {
    return dumpError({
      code: 'SOURCE_CORRUPT',
      subject: this.#options.label,
      what: `The dump cannot be read by the witness: ${message || 'it ends inside a statement'}.`,
      next: 'Make the dump again with mysqldump or mariadb-dump.',
    })
  }
}

const unnamed = (table: Table): string[] => table.columns.filter(({ invisible }) => !invisible).map(({ name }) => name)
