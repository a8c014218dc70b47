import { StarliftError } from '../core/error.ts'

/** `creditLimit` → `credit_limit`, `MSRP` → `msrp`, `addressLine1` → `address_line_1`. */
export const snakeCase = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([A-Za-z])(\d)/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase()

/** `customers` → `customer`, `categories` → `category`, `addresses` → `address`, `status` → `status`. */
export function singular(name: string): string {
  if (/ies$/i.test(name)) return `${name.slice(0, -3)}y`
  if (/(ss|sh|ch|x)es$/i.test(name)) return name.slice(0, -2)
  return /[^su]s$/i.test(name) || /ees$/i.test(name) ? name.slice(0, -1) : name
}

/** Gives out published names, each once. `scope` says whose names they are, for the message. */
export class Names {
  readonly #taken = new Map<string, string>()
  readonly #scope: string

  constructor(scope: string) {
    this.#scope = scope
  }

  /** Takes `name` for `owner`; fails where it is taken, empty, or would be hidden from readers of the lake. */
  take(name: string, owner: string): string {
    if (!/^[\p{L}\p{N}][\p{L}\p{N}_]*$/u.test(name))
      throw this.#refusal(name, owner, 'is not a name of letters, digits and _')
    const other = this.#taken.get(name.toLowerCase())
    if (other !== undefined) throw this.#refusal(name, owner, `is also the name of ${other}`)
    this.#taken.set(name.toLowerCase(), owner)
    return name
  }

  #refusal(name: string, owner: string, why: string): StarliftError {
    return new StarliftError('MODEL_NAME', {
      operation: 'plan',
      subject: `${this.#scope}.${name}`,
      what: `The name ${JSON.stringify(name)} of ${owner} in ${this.#scope} ${why}`,
      next: 'Give it another name in star.ts; tables and dimensions can be named by  star(facts, { names: { … } }).',
    })
  }
}
