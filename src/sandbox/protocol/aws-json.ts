import { jsonStructure, readJsonStructure } from './json.ts'
import { type ServiceModel, structureOf } from './model.ts'
import { MalformedInput, ServiceException } from './service-exception.ts'
import { notHere, type Protocol, type WireRequest } from './wire.ts'

/** awsJson 1.0 and 1.1: the operation in X-Amz-Target, everything else in a JSON object. */
export const awsJson = (version: '1.0' | '1.1'): Protocol => {
  const type = { 'content-type': `application/x-amz-json-${version}` }
  return {
    async decode(model, request) {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1)!
      const described = Object.hasOwn(model.operations, operation) ? model.operations[operation] : undefined
      if (!described) throw new ServiceException('UnknownOperationException', notHere(model.name, operation))
      return { operation, input: await readBody(model, described.input, request) }
    },
    encode(model, operation, { output, requestId }) {
      const shape = structureOf(model, model.operations[operation]?.output)
      const body = JSON.stringify(jsonStructure(model, shape, output))
      return { status: 200, headers: { ...type, 'x-amzn-requestid': requestId }, body }
    },
    fail: (error, requestId) => jsonFailure(error, { ...type, 'x-amzn-requestid': requestId }),
  }
}

async function readBody(
  model: ServiceModel,
  input: string | undefined,
  request: WireRequest,
): Promise<Record<string, unknown>> {
  const body = await request.body()
  const value = body.length === 0 ? {} : parseJson(body)
  return asServiceException(() => readJsonStructure(model, structureOf(model, input), value))
}

export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (cause) {
    throw new ServiceException('SerializationException', 'The body is not JSON', { cause })
  }
}

/** Says a malformed input in the way of the JSON protocols. */
export function asServiceException<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MalformedInput)) throw error
    if (error.missing === undefined) throw new ServiceException('SerializationException', error.message)
    const where = error.missing[0]!.toLowerCase() + error.missing.slice(1)
    throw new ServiceException(
      'ValidationException',
      `1 validation error detected: Value at '${where}' failed to satisfy constraint: Member must not be null`,
    )
  }
}

export const jsonFailure = (error: ServiceException, headers: Readonly<Record<string, string>>) => ({
  status: error.status,
  headers: { ...headers, 'x-amzn-errortype': error.code, ...error.headers },
  // Services disagree about the capital; clients read the one that their model names.
  body: JSON.stringify({ __type: error.code, message: error.message, Message: error.message, ...error.fields }),
})
