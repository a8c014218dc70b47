import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { ServiceException } from '../protocol/service-exception.ts'
import { type Algorithm, type ChecksumMembers, claimed, running } from './digest.ts'
import { receive } from './draft.ts'
import type { Checksum } from './record.ts'
import type { MultipartUpload, Part } from './uploads.ts'

const SMALLEST_PART = 5 * 1024 * 1024

interface AskedPart extends ChecksumMembers {
  readonly PartNumber?: number | undefined
  readonly ETag?: string | undefined
}

export interface Assembly {
  readonly upload: MultipartUpload
  /** Those that came. */
  readonly parts: readonly Part[]
  /** Those that the object is to be made of. */
  readonly asked: readonly AskedPart[]
}

export interface Whole {
  readonly size: number
  readonly etag: string
  readonly checksum: Checksum | undefined
  readonly parts: readonly number[]
}

/** Writes the parts that are asked for, one after the other, to a file. */
export async function assemble(
  { upload, parts, asked }: Assembly,
  { file, claims }: { readonly file: string; readonly claims: ChecksumMembers },
): Promise<Whole> {
  const chosen = choose(parts, asked)
  const { size, checksum: full } = await receive(file, Readable.from(bytesOf(chosen)), {
    ChecksumAlgorithm: upload.algorithm,
  })
  const checksum = upload.checksumType === 'COMPOSITE' && upload.algorithm ? composite(upload.algorithm, chosen) : full
  try {
    verify(claimed(claims)?.value, checksum)
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
  return { size, etag: etagOf(chosen), checksum, parts: chosen.map((part) => part.size) }
}

async function* bytesOf(parts: readonly Part[]): AsyncIterable<Buffer> {
  for (const { file } of parts) yield* createReadStream(file) as AsyncIterable<Buffer>
}

function choose(parts: readonly Part[], asked: readonly AskedPart[]): readonly Part[] {
  if (asked.length === 0) throw new ServiceException('MalformedXML', 'You must specify at least one part')
  const numbers = asked.map(({ PartNumber = 0 }) => PartNumber)
  if (numbers.some((number, i) => i > 0 && number <= numbers[i - 1]!))
    throw new ServiceException('InvalidPartOrder', 'The list of parts was not in ascending order.')
  const chosen = asked.map((one) => parts.find((part) => isSame(part, one)) ?? invalidPart(one))
  const small = chosen.slice(0, -1).find(({ size }) => size < SMALLEST_PART)
  if (small)
    throw new ServiceException('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      fields: {
        PartNumber: String(small.number),
        ProposedSize: String(small.size),
        MinSizeAllowed: String(SMALLEST_PART),
      },
    })
  return chosen
}

function isSame({ number, md5, checksum }: Part, asked: AskedPart): boolean {
  const value = claimed(asked)
  const fits = !value || (checksum?.algorithm === value.algorithm && checksum.value === value.value)
  return number === asked.PartNumber && asked.ETag?.replaceAll('"', '') === md5 && fits
}

function invalidPart({ PartNumber }: AskedPart): never {
  throw new ServiceException(
    'InvalidPart',
    'One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part’s entity tag.',
    { fields: { PartNumber: String(PartNumber) } },
  )
}

/** MD5 of the parts' MD5s, and how many they were. */
function etagOf(parts: readonly Part[]): string {
  const md5 = running('MD5')
  for (const part of parts) md5.update(Buffer.from(part.md5, 'hex'))
  return `${md5.digest().toString('hex')}-${parts.length}`
}

function composite(algorithm: Algorithm, parts: readonly Part[]): Checksum {
  const whole = running(algorithm)
  for (const { checksum } of parts) whole.update(Buffer.from(checksum?.value ?? '', 'base64'))
  return { algorithm, value: `${whole.digest().toString('base64')}-${parts.length}`, type: 'COMPOSITE' }
}

function verify(said: string | undefined, checksum: Checksum | undefined): void {
  if (said === undefined || said === checksum?.value || said === checksum?.value.replace(/-\d+$/, '')) return
  throw new ServiceException('BadDigest', 'The checksum you specified did not match the calculated checksum.')
}
