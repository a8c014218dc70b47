import { awsJson } from './aws-json.ts'
import { awsQuery, ec2Query } from './aws-query.ts'
import { type ServiceHead, serviceHeads } from './model.ts'
import { restJson, restXml } from './rest.ts'
import { ServiceException } from './service-exception.ts'
import type { Protocol, WireRequest } from './wire.ts'

/** Whom a request is for, and the protocol that it is written in. */
export interface Addressee {
  /** Undefined where no service is known by what the request says. */
  readonly service: string | undefined
  /** What the request calls it. */
  readonly called: string
  readonly protocol: Protocol
}

const json10 = awsJson('1.0')
const json11 = awsJson('1.1')

/**
 * Reads it from each request alone: X-Amz-Target means awsJson, a form with an Action one of the query protocols, anything else REST. One
 * service may be spoken to in several: CloudWatch is, by the AWS CLI in JSON and by Terraform in forms.
 */
export function identify(request: WireRequest): Addressee {
  const { headers } = request
  const target = headers['x-amz-target']
  if (typeof target === 'string') return byTarget(target, headers['content-type'])
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return byCbor(request)
  if (isForm(request)) return byForm(request)
  const scope = signingName(request) ?? 's3'
  const service = serviceBy((head) => head.signingName === scope)
  return {
    service,
    called: scope,
    protocol: service && serviceHeads()[service]?.protocol === 'restJson' ? restJson : restXml,
  }
}

const serviceBy = (fits: (head: ServiceHead) => boolean): string | undefined =>
  Object.entries(serviceHeads()).find(([, head]) => fits(head))?.[0]

function byTarget(target: string, contentType: string | undefined): Addressee {
  const called = target.slice(0, target.lastIndexOf('.'))
  const protocol = contentType?.includes('json-1.0') ? json10 : json11
  return { service: serviceBy((head) => head.target === called), called, protocol }
}

/** Newer SDKs speak CBOR to CloudWatch. */
function byCbor({ path }: WireRequest): never {
  throw new ServiceException('UnsupportedProtocol', `The Starlift sandbox does not speak rpc-v2-cbor: ${path}`)
}

const isForm = ({ method, headers, query }: WireRequest): boolean =>
  (method === 'POST' && /^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) ||
  (query.has('Action') && query.has('Version'))

function byForm(request: WireRequest): Addressee {
  const scope = signingName(request)
  // A request without a signature, as sts assume-role-with-web-identity is, says it by its version alone.
  const version = request.query.get('Version')
  const service = serviceBy(
    (head) =>
      head.version !== undefined && (scope === undefined ? head.version === version : head.signingName === scope),
  )
  const protocol = service && serviceHeads()[service]?.protocol === 'ec2Query' ? ec2Query : awsQuery
  return { service, called: scope ?? 'a request without a signature', protocol }
}

/** The service of the credential scope: `AKIA…/20260101/eu-west-1/glue/aws4_request`. */
function signingName({ headers, query }: WireRequest): string | undefined {
  const said = headers.authorization ?? query.get('X-Amz-Credential') ?? ''
  return /\/([\w-]+)\/aws4_request/.exec(said)?.[1]
}
