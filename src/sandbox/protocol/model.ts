import { readFileSync } from 'node:fs'

/** How requests name a service. */
export interface ServiceHead {
  readonly protocol: 'awsJson' | 'awsQuery' | 'ec2Query' | 'restXml' | 'restJson'
  /** The service in a request's credential scope. */
  readonly signingName: string
  /** What stands before the dot of X-Amz-Target. */
  readonly target?: string
  /** `Version` of a query request. */
  readonly version?: string
  readonly xmlNamespace?: string
}

/**
 * What the sandbox knows of a service: its operations and the shapes that go in and out, as plain data. Made of the AWS SDK's schemas by
 * `scripts/sandbox-models.ts`; the words are Smithy's.
 */
export interface ServiceModel extends ServiceHead {
  readonly name: string
  readonly operations: Readonly<Record<string, OperationModel>>
  readonly shapes: Readonly<Record<string, Shape>>
}

export interface OperationModel {
  /** Method, path with labels and query, status of success; only where the protocol binds to HTTP. */
  readonly http?: readonly [method: string, path: string, status: number]
  /** A shape's name; absent where nothing is said. */
  readonly input?: string
  readonly output?: string
}

export type SimpleType =
  | 'string'
  | 'boolean'
  | 'number'
  | 'bigInteger'
  | 'bigDecimal'
  | 'blob'
  | 'stream'
  | 'document'
  | TimestampType

/** With the format that the shape insists on; `timestamp` leaves it to the protocol. */
export type TimestampType = 'timestamp' | 'date-time' | 'http-date' | 'epoch-seconds'

export type Shape = Structure | ListShape | MapShape

export interface Structure {
  readonly type: 'structure' | 'union'
  readonly members: Readonly<Record<string, Member>>
  /** So many members, counted from the first, must be there. */
  readonly required?: number
  readonly xmlName?: string
  readonly xmlNamespace?: readonly [prefix: string, uri: string]
}

export interface ListShape {
  readonly type: 'list'
  readonly member: Member
}

export interface MapShape {
  readonly type: 'map'
  readonly key: Member
  readonly value: Member
}

/** Where a value stands, and what it is: the name of a simple type or of a shape. */
export interface Member {
  readonly target: string
  readonly xmlName?: string
  readonly xmlFlattened?: 1
  readonly xmlAttribute?: 1
  readonly xmlNamespace?: readonly [prefix: string, uri: string]
  readonly jsonName?: string
  readonly ec2QueryName?: string
  readonly httpLabel?: 1
  readonly httpHeader?: string
  readonly httpPrefixHeaders?: string
  readonly httpQuery?: string
  readonly httpQueryParams?: 1
  readonly httpPayload?: 1
  readonly httpResponseCode?: 1
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`./models/${name}.json`, import.meta.url), 'utf8')) as T

let heads: Readonly<Record<string, ServiceHead>> | undefined
const loaded = new Map<string, ServiceModel>()

/** Every service that can be spoken to, by name. */
export function serviceHeads(): Readonly<Record<string, ServiceHead>> {
  heads ??= read<Record<string, ServiceHead>>('index')
  return heads
}

/** A service's model, read when it is first needed. */
export function serviceModel(name: string): ServiceModel {
  const known = loaded.get(name)
  if (known) return known
  const head = serviceHeads()[name]
  if (!head) throw new Error(`no model of a service ${name}`)
  const model = { name, ...head, ...read<Pick<ServiceModel, 'operations' | 'shapes'>>(name) }
  loaded.set(name, model)
  return model
}

export const shapeOf = ({ shapes }: ServiceModel, target: string): Shape | undefined => shapes[target]

const NOTHING: Structure = { type: 'structure', members: {} }

/** The structure of an operation's input or output. */
export function structureOf(model: ServiceModel, name: string | undefined): Structure {
  const shape = name === undefined ? NOTHING : model.shapes[name]
  if (shape?.type !== 'structure' && shape?.type !== 'union') throw new Error(`${name} is no structure`)
  return shape
}
