import type { Member, OperationModel, ServiceHead, Shape, Structure } from '../src/sandbox/protocol/model.ts'
import type { ServiceSource } from './sandbox-operations.ts'

/** A schema as the SDK writes it: `[kind, namespace, name, traits, …]`, or the number of a simple type, or a function that gives one. */
type Schema = number | string | SchemaArray | (() => Schema)
type SchemaArray = readonly [kind: number, namespace: string, name: string, traits: Traits, ...rest: unknown[]]
type Traits = number | Readonly<Record<string, unknown>>

const OPERATION = 9
const UNION = 4
const SIMPLE: Readonly<Record<number, string>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
  15: 'document',
  17: 'bigInteger',
  19: 'bigDecimal',
  21: 'blob',
  42: 'stream',
}
/** Traits that the SDK keeps as the bits of a number. */
const BITS = ['httpLabel', '', '', '', 'httpPayload', 'httpResponseCode', 'httpQueryParams']
const KEPT = [
  'xmlName',
  'xmlFlattened',
  'xmlAttribute',
  'xmlNamespace',
  'jsonName',
  'ec2QueryName',
  'httpLabel',
  'httpHeader',
  'httpPrefixHeaders',
  'httpQuery',
  'httpQueryParams',
  'httpPayload',
  'httpResponseCode',
]

/** A service's operations and shapes as JSON, one per line. */
export async function modelText({ client, operations: wanted }: ServiceSource): Promise<string> {
  const sdk = (await import(`@aws-sdk/${client}`)) as Record<string, unknown>
  const shapes: Record<string, Shape> = {}
  const operations: Record<string, OperationModel> = {}
  for (const schema of operationsOf(sdk, wanted)) operations[schema[2]] = operationModel(schema, shapes)
  return `{\n  "operations": {\n${lines(operations)}\n  },\n  "shapes": {\n${lines(shapes)}\n  }\n}\n`
}

/** How requests name each service, as JSON. */
export const indexText = (services: Readonly<Record<string, ServiceSource>>): string =>
  `{\n${lines(Object.fromEntries(Object.entries(services).map(([name, source]) => [name, headOf(source)])), '  ')}\n}\n`

const headOf = ({ client: _client, operations: _operations, ...head }: ServiceSource): ServiceHead => head

const lines = (entries: object, indent = '    '): string =>
  Object.entries(entries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n')

function operationsOf(sdk: Record<string, unknown>, wanted: string): SchemaArray[] {
  const names =
    wanted === '*'
      ? Object.keys(sdk)
      : wanted
          .trim()
          .split(/\s+/)
          .map((name) => `${name}$`)
  return names.flatMap((name) => {
    const schema = name.endsWith('$') ? sdk[name] : undefined
    if (Array.isArray(schema) && schema[0] === OPERATION) return [schema as unknown as SchemaArray]
    if (wanted === '*') return []
    throw new Error(`the SDK has no operation ${name.slice(0, -1)}`)
  })
}

function operationModel([, , , traits, input, output]: SchemaArray, shapes: Record<string, Shape>): OperationModel {
  const { http } = traitsOf(traits) as { http?: OperationModel['http'] }
  const named = (key: 'input' | 'output', schema: unknown): object => {
    const target = targetOf(schema as Schema, shapes)
    return target === 'unit' ? {} : { [key]: target }
  }
  return { ...(http && { http }), ...named('input', input), ...named('output', output) }
}

const traitsOf = (traits: Traits | undefined): Readonly<Record<string, unknown>> =>
  typeof traits === 'object'
    ? traits
    : Object.fromEntries(BITS.flatMap((name, bit) => (name && ((traits ?? 0) >> bit) & 1 ? [[name, 1]] : [])))

const keptTraits = (traits: Traits | undefined): object =>
  Object.fromEntries(Object.entries(traitsOf(traits)).filter(([name]) => KEPT.includes(name)))

function followed(schema: Schema): Exclude<Schema, () => Schema> {
  return typeof schema === 'function' ? followed(schema()) : schema
}

/** The name by which a schema stands in the model; its shape, and those it leads to, are put there. */
function targetOf(given: Schema, shapes: Record<string, Shape>): string {
  const schema = followed(given)
  if (schema === 'unit') return 'unit'
  if (typeof schema === 'number') return simpleTarget(schema, shapes)
  if (typeof schema === 'string') throw new Error(`a schema called ${schema}`)
  const [kind, , name, , first] = schema
  if (kind === 0) return targetOf(first as Schema, shapes)
  if (!(name in shapes)) describe(schema, shapes)
  return name
}

/** Lists and maps of simple types have no name of their own in the SDK. */
function simpleTarget(code: number, shapes: Record<string, Shape>): string {
  const of = SIMPLE[code & 63]
  if (!of) throw new Error(`a simple type ${code}`)
  if (code & 64) shapes[`list of ${of}`] ??= { type: 'list', member: { target: of } }
  if (code & 128) shapes[`map of ${of}`] ??= { type: 'map', key: { target: 'string' }, value: { target: of } }
  return code & 64 ? `list of ${of}` : code & 128 ? `map of ${of}` : of
}

function describe([kind, , name, traits, first, second, third]: SchemaArray, shapes: Record<string, Shape>): void {
  const member = (schema: unknown): Member => memberOf(schema as Schema, shapes)
  const shape: Record<string, unknown> = {}
  // Shapes refer to themselves: the place is taken before its members are looked at.
  shapes[name] = shape as unknown as Shape
  if (kind === 1) Object.assign(shape, { type: 'list', member: member(first) })
  else if (kind === 2) Object.assign(shape, { type: 'map', key: member(first), value: member(second) })
  else
    Object.assign(shape, {
      ...structure(kind, first as string[], second as Schema[], third, member),
      ...keptTraits(traits),
    })
}

function structure(
  kind: number,
  names: readonly string[],
  schemas: readonly Schema[],
  required: unknown,
  member: (schema: unknown) => Member,
): Structure {
  const members = Object.fromEntries(names.map((name, i) => [name, member(schemas[i])]))
  return {
    type: kind === UNION ? 'union' : 'structure',
    ...(required ? { required: required as number } : {}),
    members,
  }
}

/** A member is a schema, or a pair of a schema and the traits of its place. What the shape says of itself holds there too. */
function memberOf(given: Schema | readonly [Schema, Traits], shapes: Record<string, Shape>): Member {
  if (Array.isArray(given) && given.length === 2) {
    const [schema, traits] = given as readonly [Schema, Traits]
    return { ...memberOf(schema, shapes), ...keptTraits(traits) }
  }
  const schema = given as Schema
  const shape = followed(schema)
  const simple = Array.isArray(shape) && [0, 1, 2].includes(shape[0] as number)
  return { target: targetOf(schema, shapes), ...(simple ? keptTraits((shape as SchemaArray)[3]) : {}) }
}
