import { type Member, type ServiceModel, type Shape, type Structure, shapeOf } from './model.ts'
import { isTimestamp, readScalar, writeScalar } from './scalar.ts'
import { MalformedInput } from './service-exception.ts'
import { missingMember } from './validity.ts'

type JsonObject = Readonly<Record<string, unknown>>

const nameOf = (name: string, { jsonName }: Member): string => jsonName ?? name

/** The typed structure that a JSON object says. Members that the shape does not know are left out, and null is absent, as in AWS. */
export function readJsonStructure(model: ServiceModel, shape: Structure, value: unknown, path = ''): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedInput(`${path || 'the body'} is not an object`)
  const given = value as JsonObject
  const read: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(shape.members)) {
    const inner = given[nameOf(name, member)]
    if (inner !== undefined && inner !== null)
      read[name] = readMember(model, member, inner, path ? `${path}.${name}` : name)
  }
  const missing = missingMember(shape, read)
  if (missing) throw new MalformedInput('', path ? `${path}.${missing}` : missing)
  return read
}

function readMember(model: ServiceModel, { target }: Member, value: unknown, path: string): unknown {
  const shape = shapeOf(model, target)
  return shape ? readShape(model, shape, value, path) : readSimple(target, value, path)
}

function readShape(model: ServiceModel, shape: Shape, value: unknown, path: string): unknown {
  if (shape.type === 'list') {
    if (!Array.isArray(value)) throw new MalformedInput(`${path} is not a list`)
    return value.map((item, i) => readMember(model, shape.member, item, `${path}[${i}]`))
  }
  if (shape.type !== 'map') return readJsonStructure(model, shape, value, path)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedInput(`${path} is not a map`)
  const entries = Object.entries(value).filter(([, inner]) => inner !== null)
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, readMember(model, shape.value, inner, `${path}.${key}`)]),
  )
}

const EXPECTED: Readonly<Record<string, string>> = { string: 'string', boolean: 'boolean', number: 'number' }

function readSimple(type: string, value: unknown, path: string): unknown {
  if (type === 'document') return value
  if (isTimestamp(type)) return readTimestamp(type, value, path)
  const expected = EXPECTED[type] ?? 'string'
  // Some clients write numbers as text; AWS takes them, and nothing else of another type.
  if (typeof value === expected) return expected === 'string' ? readScalar(type, value as string, path) : value
  if (type === 'number' && typeof value === 'string') return readScalar(type, value, path)
  throw new MalformedInput(`${path} is not a ${expected}`)
}

function readTimestamp(type: string, value: unknown, path: string): unknown {
  if (typeof value === 'number' || typeof value === 'string') return readScalar(type, String(value), path)
  throw new MalformedInput(`${path} is not a timestamp`)
}

/** A typed structure as JSON writes it; absent members stay absent. */
export function jsonStructure(model: ServiceModel, shape: Structure, value: object): JsonObject {
  const given = value as JsonObject
  const written: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(shape.members))
    if (given[name] !== undefined && given[name] !== null)
      written[nameOf(name, member)] = jsonMember(model, member, given[name])
  return written
}

function jsonMember(model: ServiceModel, { target }: Member, value: unknown): unknown {
  const shape = shapeOf(model, target)
  if (!shape) return jsonSimple(target, value)
  if (shape.type === 'list') return (value as unknown[]).map((item) => jsonMember(model, shape.member, item))
  if (shape.type !== 'map') return jsonStructure(model, shape, value as object)
  return Object.fromEntries(
    Object.entries(value as object).map(([key, inner]) => [key, jsonMember(model, shape.value, inner)]),
  )
}

function jsonSimple(type: string, value: unknown): unknown {
  if (isTimestamp(type)) {
    const text = writeScalar(type, value, 'epoch-seconds')
    return type === 'timestamp' || type === 'epoch-seconds' ? Number(text) : text
  }
  return type === 'blob' ? writeScalar(type, value, 'epoch-seconds') : value
}
