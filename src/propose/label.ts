import { snakeCase } from '../model/name.ts'

/** A name that TypeScript takes as it stands and that can be published: `unit price` → `unitPrice`, `2nd` → `n2nd`; empty where nothing is left of it. */
export function labelOf(name: string): string {
  if (/^[A-Za-z][A-Za-z\d]*(_[A-Za-z\d]+)*$/.test(name)) return name
  const [first = '', ...others] = snakeCase(name).split('_').filter(Boolean)
  const joined = first + others.map(capital).join('')
  return /^\d/.test(joined) ? `n${joined}` : joined
}

/** `country` of a relation that had to be called `countryRow`, because a column is `country`. */
export const relationLabel = (name: string): string => labelOf(name.replace(/(?<=.)Row$/, ''))

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `salesRep`, `last_name` → `salesRepLastName`; said once where both say it: `line`, `lineName` → `lineName`. */
export function joinLabels(...labels: readonly string[]): string {
  return labels.reduce((joined, label) => {
    const next = camel(label)
    return joined === '' || next.toLowerCase().startsWith(joined.toLowerCase()) ? next : joined + capital(next)
  }, '')
}

const camel = (label: string): string => label.replace(/_+([A-Za-z\d])/g, (_, next: string) => next.toUpperCase())

/** Labels of one table, each once: two that would be published under one name are told apart by a number. */
export class Labels {
  readonly #taken = new Set<string>()
  readonly #labels = new Set<string>()

  /** Takes the first of these that is free; `suffix` is what the published name ends in besides. */
  take(wanted: readonly string[], suffix = ''): string {
    const some = wanted.filter((label) => snakeCase(label) !== '')
    const first = some[0] ?? 'column'
    for (let n = 1; ; n++) {
      const found = (n === 1 && some.length > 0 ? some : [`${first}${n}`]).find((label) => this.#free(label, suffix))
      if (found === undefined) continue
      this.#taken.add(snakeCase(found) + suffix)
      this.#labels.add(found)
      return found
    }
  }

  /** Takes a published name as it is; false where it cannot be had. */
  reserve(published: string): boolean {
    if (published === '' || this.#taken.has(published)) return false
    this.#taken.add(published)
    return true
  }

  #free(label: string, suffix: string): boolean {
    return !this.#labels.has(label) && !this.#taken.has(snakeCase(label) + suffix)
  }
}

const RESERVED = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in ' +
    'instanceof new null return super switch this throw true try typeof var void while with yield let static await async of ' +
    'constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable ' +
    'implements interface package private protected public arguments eval undefined NaN Infinity ' +
    'count countDistinct database dates day dimension distinct fact from rate ratio row star sum times trim'
  ).split(' '),
)

/** Names of constants in star.ts, none of them a word of the language or of the model's. */
export class Variables {
  readonly #taken = new Set<string>(RESERVED)

  take(...wanted: readonly string[]): string {
    const some = wanted.map(camel).filter(Boolean)
    const first = some[0] ?? 'table'
    for (let n = 1; ; n++) {
      const found = (n === 1 && some.length > 0 ? some : [`${first}${n}`]).find((name) => !this.#taken.has(name))
      if (found === undefined) continue
      this.#taken.add(found)
      return found
    }
  }

  has(name: string): boolean {
    return this.#taken.has(name)
  }
}
