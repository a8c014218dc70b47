import { notSupported } from './fault.ts'

/** A node of the parser's tree: one field that names its kind, and its body. */
export type Node = Readonly<Record<string, unknown>>

/** Fields that say how something was written and not what it means. */
const IDLE =
  /comments$|^span$|^inferred_type$|^(original_name|alias_explicit_as|alias_keyword|double_colon_syntax|from_for_syntax|use_inner_keyword|use_outer_keyword|integer_spelling|real_spelling|nesting_group|alias_first|explicit_method|explicit_asc|kind_text|start_side_text|end_side_text|quoted|no_parens|directed|deferred_condition|nested|use_bracket_syntax|bracket_notation)$/

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0)

export const kindOf = (node: Node): string => Object.keys(node)[0] ?? 'null'

/** The body of a node, field by field; what nobody has asked for when it is closed cannot be translated. */
export class Reader {
  readonly kind: string
  readonly #body: Node
  readonly #read = new Set<string>()

  constructor(kind: string, body: unknown) {
    this.kind = kind
    this.#body = typeof body === 'object' && body !== null ? (body as Node) : {}
  }

  #take(field: string): unknown {
    this.#read.add(field)
    const value = this.#body[field]
    return isEmpty(value) ? undefined : value
  }

  node(field: string): Node {
    const found = this.optional(field)
    if (!found) throw notSupported(`${this.kind} without ${field}`)
    return found
  }

  optional(field: string): Node | undefined {
    return this.#take(field) as Node | undefined
  }

  nodes(field: string): readonly Node[] {
    return (this.#take(field) as readonly Node[] | undefined) ?? []
  }

  /** A field that holds a word, or an identifier. */
  word(field: string): string | undefined {
    const value = this.#take(field)
    if (typeof value === 'object' && value !== null && 'name' in value) return String(value.name)
    return value === undefined ? undefined : String(value)
  }

  words(field: string): readonly string[] {
    return this.nodes(field).map((each) => String(each.name))
  }

  flag(field: string): boolean {
    return this.#take(field) === true
  }

  /** Refuses the node if it says anything that was not read. */
  close<T>(result: T): T {
    const left = Object.entries(this.#body).filter(
      ([field, value]) => !this.#read.has(field) && !isEmpty(value) && !IDLE.test(field),
    )
    if (left.length > 0) throw notSupported(`${this.kind} with ${left.map(([field]) => field).join(', ')}`)
    return result
  }
}

export const open = (node: Node): Reader => new Reader(kindOf(node), node[kindOf(node)])
