import { here } from './capture.ts'
import type { Literal, Node, Operation, SqlTexts } from './definition.ts'
import type {
  Condition,
  Exact,
  Locality,
  Nulls,
  ProductLocality,
  SumLocality,
  Text,
  Timestamp,
  Value,
} from './value.ts'

/** A value of the authoring API and the node it is at run time are one object; this is the one place where the two views meet. */
const typed = <V>(node: Node): V => node as unknown as V
const nodeOf = (value: unknown): Node =>
  typeof value === 'object' && value !== null ? (value as Node) : { op: 'literal', value: value as Literal, at: here() }
const apply = <V>(op: Operation, ...args: readonly unknown[]): V => typed<V>({ op, args: args.map(nodeOf), at: here() })

/** Nodes behind values and conditions, for the rest of the model. */
export const expressionOf = (value: Value | Condition): Node => nodeOf(value)

/** A product, exact: digits and scale add up, or the model is refused. */
export const times = <T extends Exact, U extends Exact, A extends Locality, B extends Locality>(
  a: Value<T, A>,
  b: Value<U, B>,
): Value<Nulls<'decimal', T | U>, ProductLocality<A, B>> => apply('times', a, b)

export const plus = <T extends Exact, U extends Exact, A extends Locality, B extends Locality>(
  a: Value<T, A>,
  b: Value<U, B>,
): Value<Nulls<'decimal', T | U>, SumLocality<A, B>> => apply('plus', a, b)

export const minus = <T extends Exact, U extends Exact, A extends Locality, B extends Locality>(
  a: Value<T, A>,
  b: Value<U, B>,
): Value<Nulls<'decimal', T | U>, SumLocality<A, B>> => apply('minus', a, b)

/** The value as decimal(precision, scale), rounded half away from zero, floats by their shortest text; a run fails where it does not fit. */
export const decimal = <T extends string, L extends Locality>(
  value: Value<T, L>,
  precision: number,
  scale: number,
): Value<Nulls<'decimal', T>, L> => typed({ op: 'cast', args: [nodeOf(value)], precision, scale, at: here() })

/** Marks a price or a share: it may be grouped by, averaged over or multiplied, and not summed. */
export const rate = <T extends string, L extends Locality>(value: Value<T, L>): Value<T, 'rate'> =>
  value as unknown as Value<T, 'rate'>

/** The text without blanks (U+0020) at either end. */
export const trim = <T extends Text, L extends Locality>(value: Value<T, L>): Value<T, L> => apply('trim', value)

/** Upper case for ASCII and Latin-1 letters, the part on which all engines agree. */
export const upper = <T extends Text, L extends Locality>(value: Value<T, L>): Value<T, L> => apply('upper', value)

/** Lower case for ASCII and Latin-1 letters. */
export const lower = <T extends Text, L extends Locality>(value: Value<T, L>): Value<T, L> => apply('lower', value)

/** Texts one after the other; NULL where one is NULL. */
export const concat = <T extends Text>(...values: readonly (Value<T> | string)[]): Value<Nulls<'text', T>, 'far'> =>
  apply('concat', ...values)

/** The value, or `otherwise` where it is NULL. */
export const coalesce = <T extends string, L extends Locality>(
  value: Value<T, L>,
  otherwise: Value<string, L> | Literal,
): Value<T extends `${infer B}?` ? B : T, L> => apply('coalesce', value, otherwise)

/** `then` where the condition holds, else `otherwise`. */
export const when = <T extends string, L extends Locality>(
  condition: Condition,
  then: Value<T, L>,
  otherwise: Value<T, L> | Literal,
): Value<T, L> => apply('when', condition, then, otherwise)

/** The calendar day of a moment in a zone (IANA name). A DATETIME is taken as UTC. Beyond 1900 to 2099 a zone keeps its nearest offset. */
export const day = <T extends Timestamp, L extends Locality>(
  moment: Value<T, L>,
  zone: string,
): Value<Nulls<'date', T>, L> => typed({ op: 'day', args: [nodeOf(moment)], zone, at: here() })

/** An expression in the engine's own SQL, one text per dialect; `{0}` and on stand for the arguments. Listed by `starlift plan`. */
export const sql = <T extends string>(type: T, text: SqlTexts, ...args: readonly Value[]): Value<T, 'far'> =>
  typed({ op: 'sql', args: args.map(nodeOf), text, type, at: here() })

type Operand = Value | Literal
export const eq = (a: Value, b: Operand): Condition => apply('eq', a, b)
export const ne = (a: Value, b: Operand): Condition => apply('ne', a, b)
export const lt = (a: Value, b: Operand): Condition => apply('lt', a, b)
export const lte = (a: Value, b: Operand): Condition => apply('lte', a, b)
export const gt = (a: Value, b: Operand): Condition => apply('gt', a, b)
export const gte = (a: Value, b: Operand): Condition => apply('gte', a, b)
export const isNull = (a: Value): Condition => apply('isNull', a)
/** The value is one of a list of literals. */
export const isIn = (a: Value, ...literals: readonly Literal[]): Condition => apply('isIn', a, ...literals)
export const and = (...conditions: readonly Condition[]): Condition => apply('and', ...conditions)
export const or = (...conditions: readonly Condition[]): Condition => apply('or', ...conditions)
export const not = (condition: Condition): Condition => apply('not', condition)
