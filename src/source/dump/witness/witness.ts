import { createHash } from 'node:crypto'
import type { Schema } from '../../../core/schema.ts'
import type { TableAnswer, TableColumns, TableQuestion } from '../../../core/source.ts'
import type { Policy } from '../../policy.ts'
import { dumpError } from '../faults.ts'
import type { DumpFile } from '../file.ts'
import { DumpText } from './dump-text.ts'
import type { TableTally } from './table-tally.ts'
import { Testimony } from './testimony.ts'

export interface WitnessOptions {
  readonly file: DumpFile
  /** What the first pass read, as sha256. */
  readonly digest: string
  readonly database: string
  readonly schema: Schema
  readonly policy: Policy
  readonly views: readonly TableColumns[]
  /** Tables whose content is worth its price in any pass that reads content. */
  readonly small: ReadonlySet<string>
}

/** One pass over the dump, and the tables whose content it reads. */
interface Pass {
  readonly content: ReadonlySet<string>
  readonly tallies: Promise<ReadonlyMap<string, TableTally>>
}

/**
 * The dump's own answer for the proof. Reads the dump again from its first byte, with its own idea of statements, rows and values: it
 * shares nothing with the reader of rows but the bytes of the file.
 */
export class Witness {
  readonly #options: WitnessOptions
  readonly #passes: Pass[] = []

  constructor(options: WitnessOptions) {
    this.#options = options
  }

  async answer({ table, content }: TableQuestion): Promise<TableAnswer> {
    const known = this.#passes.find((pass) => !content || pass.content.has(table))
    const pass = known ?? this.#begin(content ? new Set([...this.#options.small, table]) : new Set())
    const answer = (await pass.tallies).get(table)
    if (!answer) throw new Error(`the snapshot was not opened with ${table}`)
    const figures = answer.answer()
    return content ? figures : { ...figures, content: null }
  }

  #begin(content: ReadonlySet<string>): Pass {
    const pass = { content, tallies: this.#read(content) }
    this.#passes.push(pass)
    return pass
  }

  async #read(content: ReadonlySet<string>): Promise<ReadonlyMap<string, TableTally>> {
    const { file, digest } = this.#options
    const dump = new DumpText()
    const testimony = new Testimony({ ...this.#options, label: file.label, dump, content })
    const hash = createHash('sha256')
    for await (const bytes of file.bytes()) {
      hash.update(bytes)
      dump.add(bytes)
      testimony.hear()
    }
    dump.ended = true
    testimony.hear()
    if (hash.digest('hex') !== digest) throw changed(file.label)
    return testimony.tallies
  }
}

const changed = (label: string): Error =>
  dumpError({
    code: 'SOURCE_CHANGED',
    subject: label,
    what: 'The dump changed while it was read.',
    next: 'Run again when nothing writes to it.',
  })
