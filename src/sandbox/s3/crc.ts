import { crc32 } from 'node:zlib'

/** A checksum fed piece by piece; its digest is big-endian bytes. */
export interface Running {
  update(bytes: Uint8Array): void
  digest(): Buffer
}

export function runningCrc32(): Running {
  let value = 0
  return {
    update: (bytes) => {
      value = crc32(bytes, value)
    },
    digest: () => bigEndian(value),
  }
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

const bytesOfTable = (polynomial: number): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1
    return value >>> 0
  })

/** Castagnoli's polynomial, reflected. */
const CRC32C = bytesOfTable(0x82f63b78)

export function runningCrc32c(): Running {
  let value = 0xffffffff
  return {
    update(bytes) {
      for (let i = 0; i < bytes.length; i++) value = (value >>> 8) ^ CRC32C[(value ^ bytes[i]!) & 0xff]!
    },
    digest: () => bigEndian(value ^ 0xffffffff),
  }
}

/** NVM Express's polynomial, reflected; as halves, because 64 bits are no number of JavaScript's. */
const CRC64NVME = 0x9a6c9329ac4bc9b5n
const CRC64 = Array.from({ length: 256 }, (_, byte) => {
  let value = BigInt(byte)
  for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ CRC64NVME : value >> 1n
  return value
})
const HIGH = Uint32Array.from(CRC64, (value) => Number(value >> 32n))
const LOW = Uint32Array.from(CRC64, (value) => Number(value & 0xffffffffn))

export function runningCrc64Nvme(): Running {
  let high = 0xffffffff
  let low = 0xffffffff
  return {
    update(bytes) {
      for (let i = 0; i < bytes.length; i++) {
        const entry = (low ^ bytes[i]!) & 0xff
        low = ((low >>> 8) | (high << 24)) ^ LOW[entry]!
        high = (high >>> 8) ^ HIGH[entry]!
      }
    },
    digest: () => Buffer.concat([bigEndian(high ^ 0xffffffff), bigEndian(low ^ 0xffffffff)]),
  }
}
