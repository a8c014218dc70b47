import avro from 'avsc'

/** An Avro schema as Iceberg writes it: each field with its `field-id`. */
export type AvroSchema = string | { readonly [name: string]: unknown } | readonly AvroSchema[]

/** 64-bit numbers as bigint, which the library leaves to its users. */
const long = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint | number) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(value))
    return bytes
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint' || Number.isInteger(value),
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
})

/** An Avro container file: records of a schema, with metadata of its own. */
export function avroFile(
  schema: AvroSchema,
  records: readonly unknown[],
  metadata: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const type = avro.Type.forSchema(structuredClone(schema) as avro.Schema, {
    registry: { long },
    wrapUnions: true,
    omitRecordMethods: true,
  })
  const header = { 'avro.schema': JSON.stringify(schema), 'avro.codec': 'null', ...metadata }
  const encoder = new avro.streams.BlockEncoder(type, {
    codec: 'null',
    writeHeader: true,
    metadata: Object.fromEntries(Object.entries(header).map(([name, value]) => [name, Buffer.from(value)])),
  } as ConstructorParameters<typeof avro.streams.BlockEncoder>[1])
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    encoder.on('data', (piece: Buffer) => pieces.push(piece))
    encoder.once('error', reject).once('end', () => resolve(Buffer.concat(pieces)))
    for (const record of records) encoder.write(record)
    encoder.end()
  })
}
