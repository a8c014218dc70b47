import { formTree, readForm } from './form.ts'
import { type ServiceModel, structureOf } from './model.ts'
import { MalformedInput, ServiceException } from './service-exception.ts'
import { type Answer, type Call, notHere, type Protocol, type WireRequest, type WireResponse } from './wire.ts'
import { element, escaped } from './xml.ts'
import { xmlStructure } from './xml-shape.ts'

const response = (status: number, requestId: string, body: string): WireResponse => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  body,
})

const requestIdElement = (requestId: string, name = 'RequestId'): string => element(name, escaped(requestId))

/** awsQuery: parameters in a form, the answer in an XML envelope. */
export const awsQuery: Protocol = {
  decode: (model, request) => decode(model, request, false),
  encode(model, operation, { output, requestId }) {
    const name = model.operations[operation]?.output
    const result = name === undefined ? '' : xmlStructure(model, structureOf(model, name), output, `${operation}Result`)
    const metadata = element('ResponseMetadata', requestIdElement(requestId))
    return response(200, requestId, element(`${operation}Response`, result + metadata, namespaceOf(model)))
  },
  fail(error, requestId) {
    const type = element('Type', error.status < 500 ? 'Sender' : 'Receiver')
    const body = element('Error', `${type}${errorElements(error)}`)
    return response(error.status, requestId, element('ErrorResponse', body + requestIdElement(requestId)))
  },
}

/** ec2Query: the same with names of its own. */
export const ec2Query: Protocol = {
  decode: (model, request) => decode(model, request, true),
  encode(model, operation, answer) {
    return response(200, answer.requestId, ec2Envelope(model, operation, answer))
  },
  fail(error, requestId) {
    const errors = element('Errors', element('Error', errorElements(error)))
    return response(error.status, requestId, element('Response', errors + requestIdElement(requestId, 'RequestID')))
  },
}

function ec2Envelope(model: ServiceModel, operation: string, { output, requestId }: Answer): string {
  const shape = structureOf(model, model.operations[operation]?.output)
  const inner = xmlStructure(model, shape, output, 'x').replace(/^<x\/?>|<\/x>$/g, '')
  return element(`${operation}Response`, inner + requestIdElement(requestId, 'requestId'), namespaceOf(model))
}

const namespaceOf = ({ xmlNamespace = '' }: ServiceModel): string => ` xmlns="${escaped(xmlNamespace)}"`

const errorElements = ({ code, message, fields }: ServiceException): string =>
  Object.entries({ Code: code, Message: message, ...fields })
    .map(([name, value]) => element(name, escaped(value)))
    .join('')

async function decode(model: ServiceModel, request: WireRequest, ec2: boolean): Promise<Call> {
  const form = request.method === 'GET' ? request.query : new URLSearchParams((await request.body()).toString())
  const operation = form.get('Action') ?? request.query.get('Action') ?? ''
  const described = Object.hasOwn(model.operations, operation) ? model.operations[operation] : undefined
  if (!described)
    throw new ServiceException('InvalidAction', notHere(model.name, operation || 'a request without Action'))
  try {
    return { operation, input: readForm({ model, ec2 }, structureOf(model, described.input), formTree(form)) }
  } catch (error) {
    throw error instanceof MalformedInput ? refusal(error, ec2) : error
  }
}

function refusal({ message, missing }: MalformedInput, ec2: boolean): ServiceException {
  if (missing === undefined) return new ServiceException(ec2 ? 'InvalidParameterValue' : 'MalformedInput', message)
  return ec2
    ? new ServiceException('MissingParameter', `The request must contain the parameter ${missing}`)
    : new ServiceException('ValidationError', `The request must contain the parameter ${missing}`)
}
