import type { Typed } from './arithmetic.ts'
import type { Scope } from './scope.ts'
import type { Node } from './tree.ts'

/** What an expression needs to know of where it stands, and how its parts are written. */
export interface Context {
  readonly scope: Scope
  /** Translates a part of an expression. */
  expression(node: Node, inside: Context): Promise<string>
  /** Translates a query that stands inside an expression; the rows around it may be named in it. */
  query(node: Node, scope: Scope): Promise<string>
}

/** Expressions one after the other. */
export async function writeAll(nodes: readonly Node[], context: Context): Promise<readonly string[]> {
  const texts: string[] = []
  for (const node of nodes) texts.push(await context.expression(node, context))
  return texts
}

export const writeOne = (node: Node, context: Context): Promise<string> => context.expression(node, context)

export const writeList = async (nodes: readonly Node[], context: Context): Promise<string> =>
  (await writeAll(nodes, context)).join(', ')

/** Translated expressions with their types. */
export async function typesOf(texts: readonly string[], { scope }: Context): Promise<readonly Typed[]> {
  const types = await scope.types(texts)
  return texts.map((text, i) => ({ text, type: types[i]! }))
}

export const writeTyped = async (nodes: readonly Node[], context: Context): Promise<readonly Typed[]> =>
  typesOf(await writeAll(nodes, context), context)
