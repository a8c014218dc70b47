import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SERVICES } from '../../scripts/sandbox-operations.ts'
import { identify } from '../../src/sandbox/protocol/identify.ts'
import { serviceModel, structureOf } from '../../src/sandbox/protocol/model.ts'
import type { ServiceException } from '../../src/sandbox/protocol/service-exception.ts'
import { wireRequest } from '../../src/sandbox/request.ts'
import { sampleStructure } from './sample.ts'
import { clientOptions } from './start.ts'

interface Seen {
  readonly service: string | undefined
  readonly operation: string
  readonly input: unknown
}

let seen: Seen | undefined
let answer: object = {}
/** Reads what the SDK's own clients write, and writes what they read: as the sandbox does, without its services. */
const echo = createServer(async (message, response) => {
  const request = wireRequest(message)!
  const { service, protocol } = identify(request)
  const model = serviceModel(service!)
  try {
    const { operation, input } = await protocol.decode(model, request)
    seen = { service, operation, input }
    const { status, headers, body } = protocol.encode(model, operation, { output: answer, requestId: 'request-1' })
    response.writeHead(status, headers).end(body)
  } catch (error) {
    const { status, headers, body } = protocol.fail(error as ServiceException, 'request-1')
    response.writeHead(status || 500, headers).end(body)
  }
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`
})
afterAll(() => void echo.close())

type Send = (command: object) => Promise<Record<string, unknown>>
type Sdk = Record<string, new (given: object) => { send: Send }>

async function clientOf(service: string): Promise<{ sdk: Sdk; send: Send }> {
  const sdk = (await import(`@aws-sdk/${SERVICES[service]!.client}`)) as Sdk
  const name = Object.keys(sdk).find((one) => one.endsWith('Client') && one !== '__Client')!
  const client = new sdk[name]!({ ...clientOptions(url), forcePathStyle: true })
  return { sdk, send: (command) => client.send(command) }
}

/** Values that the SDK itself looks at before it sends. */
const FIXED = {
  Bucket: 'bucket',
  Key: 'some/key with ä',
  CopySource: 'bucket/key',
  ObjectAttributes: ['ETag', 'ObjectSize'],
  OptionalObjectAttributes: ['RestoreStatus'],
  ChecksumAlgorithm: 'CRC32',
  SSECustomerKey: undefined,
  SSECustomerKeyMD5: undefined,
  CopySourceSSECustomerKey: undefined,
  CopySourceSSECustomerKeyMD5: undefined,
}
/** S3 operations that go elsewhere, or whose bodies are streams or event streams. */
const APART =
  /^(SelectObjectContent|WriteGetObjectResponse|CreateSession|ListDirectoryBuckets|GetObject(Torrent|Annotation)?|HeadObject|PutObject(Annotation)?|UploadPart)$/

const operations = Object.keys(SERVICES).flatMap((service) =>
  Object.keys(serviceModel(service).operations)
    .filter((operation) => !APART.test(operation))
    .map((operation) => ({ service, operation })),
)

describe('what the SDK sends is read, and what is answered is what it reads', () => {
  test.each(operations)('$service $operation', async ({ service, operation }) => {
    const { sdk, send } = await clientOf(service)
    const model = serviceModel(service)
    const described = model.operations[operation]!
    for (const seed of [0, 1, 2]) {
      const sampling = { model, seed, fixed: service === 's3' ? FIXED : {} }
      const input = sampleStructure(sampling, structureOf(model, described.input))
      answer = sampleStructure({ model, seed }, structureOf(model, described.output))
      const { $metadata, ...output } = await send(new sdk[`${operation}Command`]!(input) as object)
      expect(seen).toMatchObject({ service, operation, input })
      expect(output).toEqual(answer)
      expect($metadata).toMatchObject({ requestId: 'request-1' })
    }
  })
})
