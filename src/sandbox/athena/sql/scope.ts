import { QueryFault } from './fault.ts'
import { type ValueType, valueType } from './value-type.ts'

/** What the engine says of a SELECT without running it. */
export interface TypeOracle {
  /** Types of its columns, as DuckDB writes them. Throws where the SELECT cannot be bound. */
  types(select: string): Promise<readonly string[]>
}

/** Where an expression stands: tells what type it has there. */
export interface Scope {
  types(expressions: readonly string[]): Promise<readonly ValueType[]>
}

/** The rows of one SELECT; each text is what follows its keyword, already translated. */
export interface Rows {
  /** `WITH …`, or nothing. */
  readonly with: string
  readonly from: string
  readonly groupBy: string
  /** What stands around a subquery: its columns may be named inside. */
  readonly outer: Scope | null
}

export function rowsScope(oracle: TypeOracle, rows: Rows): Scope {
  const known = new Map<string, ValueType>()
  const ask = async (expression: string): Promise<ValueType> => {
    const plain = `${rows.with} select ${expression}${rows.from && ` from ${rows.from}`}`
    const forms = rows.groupBy ? [plain, `${plain} group by ${rows.groupBy}`] : [plain]
    let failure: unknown
    for (const form of forms) {
      try {
        return valueType((await oracle.types(form))[0]!)
      } catch (error) {
        failure ??= error
      }
    }
    if (!rows.outer) throw unresolved(failure)
    return (await rows.outer.types([`(${plain} limit 1)`]))[0]!
  }
  return {
    types: (expressions) =>
      Promise.all(
        expressions.map(async (expression) => {
          const type = known.get(expression) ?? (await ask(expression))
          known.set(expression, type)
          return type
        }),
      ),
  }
}

/** Inside a lambda over the elements of a list. */
export const lambdaScope = (outer: Scope, list: string, parameter: string): Scope => ({
  types: async (expressions) => {
    const lists = expressions.map((expression) => `list_transform(${list}, lambda ${parameter}: ${expression})`)
    const found = await outer.types(lists)
    return found.map((type) => ('name' in type ? valueType(type.name.replace(/\[\]$/, '')) : type))
  },
})

/** DuckDB's message in the words of Athena, where it is of the kind that people meet daily. */
export function unresolved(error: unknown): QueryFault {
  const said = String((error as Error).message ?? error)
  const column =
    /Referenced column "([^"]+)" (?:not found|was not found)/.exec(said) ??
    /does not have a column named "([^"]+)"/.exec(said) ??
    /Column "([^"]+)" referenced that exists/.exec(said)
  if (column) return new QueryFault('SYNTAX_ERROR', `Column '${column[1]!.toLowerCase()}' cannot be resolved`)
  const text = said.replace(/^.*?(Binder|Catalog|Parser|Conversion) Error: /s, '').split('\n')[0]!
  return new QueryFault('SYNTAX_ERROR', text)
}
