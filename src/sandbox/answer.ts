import { ClientGone } from './body.ts'
import { awsJson } from './protocol/aws-json.ts'
import { identify } from './protocol/identify.ts'
import { serviceModel } from './protocol/model.ts'
import { ServiceException } from './protocol/service-exception.ts'
import { type Call, notHere, type Protocol, type WireRequest, type WireResponse } from './protocol/wire.ts'
import type { Answerer } from './server.ts'
import type { Context, Service } from './service.ts'

export interface Answering {
  readonly services: ReadonlyMap<string, Service>
  readonly context: (requestId: string) => Context
  /** Told of errors that no handler foresaw; the client hears of an InternalFailure. */
  readonly onFault: (error: unknown, operation: string) => void
}

/** Requests to answers: whom it is for, in what protocol, the operation's handler, and what came of it. */
export const answerer =
  ({ services, context, onFault }: Answering): Answerer =>
  async (request, requestId) => {
    let protocol: Protocol = awsJson('1.1')
    let asked = 'a request'
    try {
      const addressee = identify(request)
      protocol = addressee.protocol
      const service = services.get(addressee.service ?? '')
      if (!service) throw unknownService(addressee.called, request)
      const model = serviceModel(service.name)
      const { operation, input } = await protocol.decode(model, request)
      asked = `${service.name} ${operation}`
      const output = await handle(service, { operation, input }, context(requestId))
      return protocol.encode(model, operation, { output, requestId })
    } catch (error) {
      if (!(error instanceof ServiceException || error instanceof ClientGone)) onFault(error, asked)
      return failure(protocol, error, requestId)
    }
  }

export function handle(service: Service, { operation, input }: Call, context: Context): object | Promise<object> {
  const handler = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined
  if (!handler) throw new ServiceException(unknownCode(service.name), notHere(service.name, operation))
  return handler(input as never, context)
}

const unknownCode = (service: string): string => (service === 's3' ? 'NotImplemented' : 'UnknownOperationException')

function unknownService(called: string, { headers }: WireRequest): ServiceException {
  const operation =
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) || 'This'
  return new ServiceException('UnknownOperationException', notHere(called, operation))
}

function failure(protocol: Protocol, error: unknown, requestId: string): WireResponse {
  const said =
    error instanceof ServiceException
      ? error
      : error instanceof ClientGone
        ? new ServiceException('IncompleteBody', 'The request body terminated unexpectedly')
        : new ServiceException('InternalFailure', 'The sandbox failed; it said why where it runs', { status: 500 })
  return protocol.fail(said, requestId)
}
