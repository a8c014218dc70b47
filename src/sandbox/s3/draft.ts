import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Upload } from '../body.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import { type Algorithm, algorithmOf, type ChecksumMembers, claimed, running } from './digest.ts'
import type { Checksum } from './record.ts'

/** Bytes that have arrived, and are nobody's yet. */
export interface Draft {
  readonly size: number
  /** In hex. */
  readonly md5: string
  readonly checksum: Checksum | undefined
}

/** What a client says of the bytes that it sends. */
export interface Claims extends ChecksumMembers {
  /** Base64. */
  readonly ContentMD5?: string | undefined
  readonly ChecksumAlgorithm?: string | undefined
}

/**
 * Writes a body to a file and verifies all that is claimed of it: Content-MD5, checksums in headers and trailers, x-amz-content-sha256, the
 * length before chunking. A body that breaks off, or is not what was claimed, leaves no file.
 */
export async function receive(file: string, body: Upload | Readable | Uint8Array, claims: Claims = {}): Promise<Draft> {
  const claim = claimed(claims)
  const stream = body instanceof Uint8Array ? Readable.from(body.length > 0 ? [body] : []) : body
  const said = isUpload(stream) ? stream.announced : {}
  const named = claims.ChecksumAlgorithm ?? said.trailer
  const algorithm = claim?.algorithm ?? (named ? algorithmOf(named) : undefined)
  const meters = metersOf(algorithm, said.sha256)
  try {
    let size = 0
    const meter = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length
        for (const one of meters.values()) one.update(chunk)
        yield chunk
      }
    }
    await pipeline(stream, meter, createWriteStream(file, { flags: 'wx' }))
    const digests = new Map([...meters].map(([name, one]) => [name, one.digest()]))
    const value = algorithm && digests.get(algorithm)!.toString('base64')
    const trailer =
      algorithm && isUpload(stream) ? stream.trailers[`x-amz-checksum-${algorithm.toLowerCase()}`] : undefined
    verifyMd5(claims.ContentMD5, digests.get('MD5')!)
    verifyChecksum(algorithm, value, claim?.value ?? trailer)
    verifySha256(said.sha256, digests.get('SHA256'))
    verifyLength(said.length, size)
    const checksum = algorithm && value ? ({ algorithm, value, type: 'FULL_OBJECT' } as const) : undefined
    return { size, md5: digests.get('MD5')!.toString('hex'), checksum }
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

const isUpload = (stream: Upload | Readable): stream is Upload => 'announced' in stream

const metersOf = (algorithm: Algorithm | undefined, sha256: string | undefined) => {
  const wanted = new Set<Algorithm>([
    'MD5',
    ...(algorithm ? [algorithm] : []),
    ...(sha256 ? (['SHA256'] as const) : []),
  ])
  return new Map([...wanted].map((name) => [name, running(name)]))
}

function verifyMd5(said: string | undefined, digest: Buffer): void {
  if (said === undefined) return
  if (Buffer.from(said, 'base64').length !== 16)
    throw new ServiceException('InvalidDigest', 'The Content-MD5 you specified is not valid.')
  if (said !== digest.toString('base64'))
    throw new ServiceException('BadDigest', 'The Content-MD5 you specified did not match what we received.')
}

function verifyChecksum(algorithm: Algorithm | undefined, value: string | undefined, said: string | undefined): void {
  if (said === undefined || said === value) return
  throw new ServiceException('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`)
}

function verifySha256(said: string | undefined, digest: Buffer | undefined): void {
  if (said === undefined || said === digest?.toString('hex')) return
  throw new ServiceException(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  )
}

function verifyLength(said: number | undefined, size: number): void {
  if (said === undefined || said === size) return
  throw new ServiceException(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  )
}
