import { createHash } from 'node:crypto'
import { ServiceException } from '../protocol/service-exception.ts'
import { type Running, runningCrc32, runningCrc32c, runningCrc64Nvme } from './crc.ts'

const hash = (name: string) => (): Running => {
  const running = createHash(name)
  return { update: (bytes) => void running.update(bytes), digest: () => running.digest() }
}

/** The checksums that the sandbox computes, by the names that S3 gives them. */
const ALGORITHMS = {
  CRC32: runningCrc32,
  CRC32C: runningCrc32c,
  CRC64NVME: runningCrc64Nvme,
  SHA1: hash('sha1'),
  SHA256: hash('sha256'),
  SHA512: hash('sha512'),
  MD5: hash('md5'),
} as const satisfies Record<string, () => Running>

export type Algorithm = keyof typeof ALGORITHMS
export const algorithms = Object.keys(ALGORITHMS) as readonly Algorithm[]

export const running = (algorithm: Algorithm): Running => ALGORITHMS[algorithm]()

/** An algorithm by any of its spellings: `crc32c`, `x-amz-checksum-crc32c`. What the sandbox does not compute is refused. */
export function algorithmOf(name: string): Algorithm {
  const upper = name.replace(/^x-amz-checksum-/i, '').toUpperCase()
  if (Object.hasOwn(ALGORITHMS, upper)) return upper as Algorithm
  throw new ServiceException('NotImplemented', `The Starlift sandbox does not compute ${upper} checksums`)
}

/** The members that carry a checksum in S3's inputs and outputs. */
export type ChecksumMembers = { readonly [Name in `Checksum${Algorithm}`]?: string | undefined } & {
  readonly ChecksumXXHASH64?: string | undefined
  readonly ChecksumXXHASH3?: string | undefined
  readonly ChecksumXXHASH128?: string | undefined
}

/** The checksum that an input claims of its bytes. */
export function claimed(input: ChecksumMembers): { readonly algorithm: Algorithm; readonly value: string } | undefined {
  for (const name of ['XXHASH64', 'XXHASH3', 'XXHASH128'] as const) if (input[`Checksum${name}`]) algorithmOf(name)
  const algorithm = algorithms.find((name) => input[`Checksum${name}`] !== undefined)
  return algorithm && { algorithm, value: input[`Checksum${algorithm}`]! }
}
