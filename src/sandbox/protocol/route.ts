import { type Member, type OperationModel, type ServiceModel, structureOf } from './model.ts'
import { ServiceException } from './service-exception.ts'
import type { WireRequest } from './wire.ts'

/** An operation found by method, path and query, with what the labels of its path say. */
export interface Routed {
  readonly operation: string
  readonly described: OperationModel
  readonly labels: Readonly<Record<string, string>>
}

interface Route {
  readonly operation: string
  readonly described: OperationModel
  readonly method: string
  readonly path: RegExp
  readonly names: readonly string[]
  readonly literals: readonly (readonly [name: string, value: string])[]
  /** Headers and parameters without which it is another operation: S3 tells some apart by nothing else. */
  readonly required: readonly Member[]
  /** S3: whether the operation is about a bucket, which its path does not say. */
  readonly bucket: boolean
}

const routesOf = new WeakMap<ServiceModel, readonly Route[]>()

function routes(model: ServiceModel): readonly Route[] {
  const known = routesOf.get(model)
  if (known) return known
  const made = Object.entries(model.operations)
    .filter(([, { http }]) => http)
    .map(([operation, described]) => routeOf(model, operation, described))
    .sort((a, b) => weight(b) - weight(a))
  routesOf.set(model, made)
  return made
}

/** What asks for more is tried first. */
const weight = ({ literals, required, names }: Route): number =>
  literals.length * 100 + required.length * 10 + names.length

function routeOf(model: ServiceModel, operation: string, described: OperationModel): Route {
  const [method, uri] = described.http!
  const [path = '', query = ''] = uri.split('?')
  const names = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name!)
  const pattern = path.replace(/\{\w+(\+?)\}/g, (_, greedy: string) => (greedy ? '(.+)' : '([^/]+)'))
  const { members, required = 0 } = structureOf(model, described.input)
  const bound = Object.values(members).slice(0, required)
  return {
    operation,
    described,
    method,
    path: new RegExp(`^${pattern}$`, 's'),
    names,
    literals: [...new URLSearchParams(query)].filter(([name]) => name !== 'x-id'),
    required: bound.filter(({ httpHeader, httpQuery }) => httpHeader || httpQuery),
    bucket: model.protocol === 'restXml' && members.Bucket !== undefined,
  }
}

export interface Place {
  readonly bucket: string | undefined
  /** Percent-encoded; from `/`, without the bucket. */
  readonly path: string
}

/** The operation that a request asks for. Where nothing fits, a ServiceException. */
export function findRoute(model: ServiceModel, request: WireRequest, { bucket, path }: Place): Routed {
  for (const route of routes(model)) {
    const match = route.path.exec(path)
    if (!match || !fits(route, request) || route.bucket !== (bucket !== undefined)) continue
    const labels = route.names.map((name, i) => [name, decoded(match[i + 1]!)])
    if (bucket !== undefined) labels.push(['Bucket', bucket])
    return { operation: route.operation, described: route.described, labels: Object.fromEntries(labels) }
  }
  throw new ServiceException('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
  })
}

const fits = ({ method, literals, required }: Route, request: WireRequest): boolean =>
  method === request.method &&
  literals.every(([name, value]) => request.query.has(name) && (value === '' || request.query.get(name) === value)) &&
  required.every(({ httpHeader, httpQuery }) =>
    httpHeader ? request.headers[httpHeader.toLowerCase()] !== undefined : request.query.has(httpQuery!),
  )

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new ServiceException('InvalidURI', "Couldn't parse the specified URI.", { cause })
  }
}
