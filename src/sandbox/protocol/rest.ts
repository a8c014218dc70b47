import type { Readable } from 'node:stream'
import { asServiceException, jsonFailure, parseJson } from './aws-json.ts'
import { bodyOf, headersOf, payloadOf, readBindings } from './http-binding.ts'
import { jsonStructure, readJsonStructure } from './json.ts'
import { type Member, type ServiceModel, type Structure, structureOf } from './model.ts'
import { decoded, findRoute, type Place } from './route.ts'
import { MalformedInput, ServiceException } from './service-exception.ts'
import { missingMember } from './validity.ts'
import type { Call, Protocol, WireRequest } from './wire.ts'
import { element, escaped, parseXml } from './xml.ts'
import { readXmlStructure, xmlStructure } from './xml-shape.ts'

/** How the REST protocols differ: what bodies are written in. */
interface BodyCodec {
  read(model: ServiceModel, shape: Structure, body: Buffer, name: string): object
  write(model: ServiceModel, shape: Structure, value: object, name: string): string
  guard<T>(read: () => T): T
  readonly type: string
}

const jsonBody: BodyCodec = {
  read: (model, shape, body) => readJsonStructure(model, shape, parseJson(body)),
  write: (model, shape, value) => JSON.stringify(jsonStructure(model, shape, value)),
  guard: asServiceException,
  type: 'application/json',
}

const xmlBody: BodyCodec = {
  read(model, shape, body, name) {
    const root = parseXml(new TextDecoder().decode(body))
    if (root.name !== name) throw new MalformedInput(`The root is ${root.name} where ${name} is expected`)
    return readXmlStructure(model, shape, root)
  },
  write(model, shape, value, name) {
    const namespace = ` xmlns="${escaped(model.xmlNamespace ?? '')}"`
    const [only] = Object.keys(shape.members)
    // S3's LocationConstraint is its own text.
    const text =
      only === name
        ? element(name, escaped(String((value as Record<string, unknown>)[only] ?? '')), namespace)
        : undefined
    return `<?xml version="1.0" encoding="UTF-8"?>\n${text ?? xmlStructure(model, shape, value, name, namespace)}`
  },
  guard: xmlGuard,
  type: 'application/xml',
}

function xmlGuard<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MalformedInput)) throw error
    const said = error.missing === undefined ? error.message : `${error.missing} is missing`
    throw new ServiceException(
      'MalformedXML',
      `The XML you provided was not well-formed or did not validate against our published schema: ${said}`,
    )
  }
}

const rest = (codec: BodyCodec, fail: Protocol['fail']): Protocol => ({
  decode: (model, request) => decode(codec, model, request),
  encode(model, operation, { output, requestId }) {
    const described = model.operations[operation]!
    const shape = structureOf(model, described.output)
    const headers = { ...headersOf(model, shape, output), ...requestIds(codec, requestId) }
    const body = answerBody({ codec, model, shape, name: described.output ?? '' }, output)
    const type =
      typeof body === 'string' && body !== '' && !headers['content-type'] ? { 'content-type': codec.type } : {}
    const { $status } = output as { $status?: number }
    return { status: $status ?? described.http![2], headers: { ...type, ...headers }, body }
  },
  fail,
})

const requestIds = (codec: BodyCodec, requestId: string): Record<string, string> =>
  codec === xmlBody ? { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId } : { 'x-amzn-requestid': requestId }

/** restXml: S3. Where an answer has a status of its own, its output says so as `$status`. */
export const restXml: Protocol = rest(xmlBody, (error, requestId) => {
  const inner = Object.entries({
    Code: error.code,
    Message: error.message,
    ...error.fields,
    RequestId: requestId,
    HostId: requestId,
  })
  const body = element('Error', inner.map(([name, value]) => element(name, escaped(value))).join(''))
  const headers = { 'content-type': 'application/xml', ...requestIds(xmlBody, requestId), ...error.headers }
  const empty = error.status === 304 || error.status < 200
  return { status: error.status, headers, body: empty ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n${body}` }
})

export const restJson: Protocol = rest(jsonBody, (error, requestId) =>
  jsonFailure(error, { 'content-type': 'application/json', ...requestIds(jsonBody, requestId) }),
)

async function decode(codec: BodyCodec, model: ServiceModel, request: WireRequest): Promise<Call> {
  const { operation, described, labels } = findRoute(model, request, placeOf(model, request))
  const shape = structureOf(model, described.input)
  const bound = codec.guard(() => ({ ...readBindings(model, shape, request), ...labels }))
  const input = { ...bound, ...(await readBody(codec, model, shape, request)) }
  const missing = missingMember(shape, input)
  if (missing)
    codec.guard(() => {
      throw new MalformedInput('', missing)
    })
  return { operation, input }
}

/** S3 names the bucket in the host or as the first part of the path; other services have no buckets. */
function placeOf({ protocol }: ServiceModel, { path, hostBucket }: WireRequest): Place {
  if (protocol !== 'restXml') return { bucket: undefined, path }
  if (hostBucket !== undefined) return { bucket: hostBucket, path }
  const end = path.indexOf('/', 1)
  const bucket = decoded(end < 0 ? path.slice(1) : path.slice(1, end))
  return { bucket: bucket === '' ? undefined : bucket, path: end < 0 ? '/' : path.slice(end) }
}

async function readBody(
  codec: BodyCodec,
  model: ServiceModel,
  shape: Structure,
  request: WireRequest,
): Promise<object> {
  const payload = payloadOf(shape)
  if (payload) return readPayload(codec, model, payload, request)
  const inner = bodyOf(shape)
  if (Object.keys(inner.members).length === 0) return {}
  const body = await request.body()
  return body.length === 0 ? {} : codec.guard(() => codec.read(model, inner, body, ''))
}

async function readPayload(
  codec: BodyCodec,
  model: ServiceModel,
  [name, member]: readonly [string, Member],
  request: WireRequest,
): Promise<object> {
  if (member.target === 'stream') return { [name]: request.stream() }
  const body = await request.body()
  if (body.length === 0) return {}
  if (member.target === 'blob') return { [name]: body }
  if (member.target === 'string') return { [name]: body.toString() }
  return {
    [name]: codec.guard(() => codec.read(model, structureOf(model, member.target), body, rootName(model, member))),
  }
}

const rootName = (model: ServiceModel, { target, xmlName }: Member): string =>
  xmlName ?? structureOf(model, target).xmlName ?? target

interface AnswerShape {
  readonly codec: BodyCodec
  readonly model: ServiceModel
  readonly shape: Structure
  readonly name: string
}

function answerBody({ codec, model, shape, name }: AnswerShape, output: object): string | Uint8Array | Readable {
  const payload = payloadOf(shape)
  if (!payload) {
    const inner = bodyOf(shape)
    return Object.keys(inner.members).length === 0 ? '' : codec.write(model, inner, output, shape.xmlName ?? name)
  }
  const [key, member] = payload
  const value = (output as Readonly<Record<string, unknown>>)[key]
  if (value === undefined || value === null) return ''
  if (['stream', 'blob', 'string'].includes(member.target)) return value as string | Uint8Array | Readable
  return codec.write(model, structureOf(model, member.target), value as object, rootName(model, member))
}
