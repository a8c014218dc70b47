import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  BATCH_ROWS,
  type ColumnBatch,
  clearBatch,
  newBatch,
  putBytes,
  putNull,
  type Vector,
} from '../../src/core/batch.ts'
import type { Engine } from '../../src/core/engine.ts'
import { type ColumnType, type TypedColumn, typeText } from '../../src/core/schema.ts'
import { text } from '../../src/core/sql.ts'

/** A value as the engine must say it, and as it is stored: a number of the vector's width, or bytes. */
type Value = readonly [said: string, stored: bigint | number | string | Uint8Array]

const integer = (bits: 8 | 16 | 32 | 64): ColumnType => ({ kind: 'integer', bits })
const decimal = (precision: number, scale: number): ColumnType => ({ kind: 'decimal', precision, scale })
const power = (exponent: number): bigint => 10n ** BigInt(exponent)

const extremes = (bits: number): Value[] => {
  const most = 2n ** BigInt(bits - 1)
  return [-most, most - 1n, 0n, -1n].map((value) => [String(value), value])
}
const widest = (precision: number, scale: number): Value[] => {
  const most = power(precision) - 1n
  const digits = '9'.repeat(precision - scale)
  const said = scale > 0 ? `${digits || '0'}.${'9'.repeat(scale)}` : digits
  return [
    [said, most],
    [`-${said}`, -most],
    [scale > 0 ? `0.${'0'.repeat(scale)}` : '0', 0n],
    [scale > 0 ? `-0.${'0'.repeat(scale - 1)}1` : '-1', -1n],
  ]
}

/** Every column type with its hardest values. */
const TYPES: readonly (readonly [ColumnType, readonly Value[]])[] = [
  [
    { kind: 'boolean' },
    [
      ['true', 1],
      ['false', 0],
    ],
  ],
  ...([8, 16, 32, 64] as const).map((bits) => [integer(bits), extremes(bits)] as const),
  ...(
    [
      [4, 0],
      [4, 4],
      [9, 2],
      [18, 18],
      [20, 0],
      [38, 0],
      [38, 10],
      [38, 38],
    ] as const
  ).map(([precision, scale]) => [decimal(precision, scale), widest(precision, scale)] as const),
  [
    { kind: 'float', bits: 64 },
    [
      ['0.1', 0.1],
      ['-2.5e+300', -2.5e300],
      ['5e-324', 5e-324],
      ['1.7976931348623157e+308', Number.MAX_VALUE],
    ],
  ],
  [
    { kind: 'float', bits: 32 },
    [
      ['0.5', 0.5],
      ['-1.25', -1.25],
    ],
  ],
  [
    { kind: 'date' },
    [
      ['1970-01-01', 0],
      ['0001-01-01', -719162],
      ['9999-12-31', 2932896],
      ['2024-02-29', 19782],
    ],
  ],
  [
    { kind: 'timestamp', zone: 'none' },
    [
      ['1970-01-01 00:00:00', 0n],
      ['9999-12-31 23:59:59.999999', 253402300799999999n],
      ['0001-01-01 00:00:00', -62135596800000000n],
    ],
  ],
  [
    { kind: 'timestamp', zone: 'utc' },
    [
      ['1970-01-01 00:00:01+00', 1000000n],
      ['2024-03-31 01:30:00.5+00', 1711848600500000n],
    ],
  ],
  [
    { kind: 'text' },
    [
      '',
      'a',
      '123456789012',
      '1234567890123',
      '\ufeffBOM',
      '\ufeff',
      'Île-de-France',
      '😀'.repeat(4),
      'x'.repeat(300_000),
      'a\0b',
      "it's",
      ' blank ',
    ].map((value) => [value, value]),
  ],
  [
    { kind: 'bytes' },
    [new Uint8Array(0), Uint8Array.of(0, 255, 39, 34, 92, 10), Buffer.alloc(100_000, 0xfe)].map((value) => [
      Buffer.from(value).toString('hex'),
      value,
    ]),
  ],
]

function put(vector: Vector, row: number, stored: Value[1]): void {
  const { type, data } = vector
  if (typeof stored === 'string' || stored instanceof Uint8Array) {
    const bytes = Buffer.from(stored as string)
    putBytes(vector, row, bytes, 0, bytes.length)
    return
  }
  const view = new DataView(data.buffer)
  const width = data.length / BATCH_ROWS
  if (type.kind === 'float') {
    if (type.bits === 64) view.setFloat64(row * 8, Number(stored), true)
    else view.setFloat32(row * 4, Number(stored), true)
    return
  }
  const bits = BigInt.asUintN(width * 8, BigInt(stored))
  for (let i = 0; i < width; i++) data[row * width + i] = Number((bits >> BigInt(i * 8)) & 255n)
}

const columnsOf = (types: readonly ColumnType[]): TypedColumn[] =>
  types.map((type, i) => ({ name: `c${i}`, type, declared: typeText(type), nullable: true }))

/** Batches of given lengths; a batch is used again for the next, as producers do. `cell` gives what is in a row, counted over all. */
async function* batches(
  types: readonly ColumnType[],
  lengths: readonly number[],
  cell: (row: number, column: number) => Value[1] | null,
): AsyncGenerator<ColumnBatch> {
  const batch = newBatch(types)
  let row = 0
  for (const length of lengths) {
    clearBatch(batch)
    for (let i = 0; i < length; i++, row++) {
      batch.columns.forEach((vector, column) => {
        const value = cell(row, column)
        if (value === null) putNull(vector, i)
        else put(vector, i, value)
      })
    }
    batch.rows = length
    yield batch
  }
}

/** What every engine does: takes batches as they are, and answers in exact text. */
export function engineConformance(name: string, open: () => Promise<Engine>): void {
  describe(`${name} is an engine`, () => {
    let engine: Engine
    let folder: string
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'starlift-engine-'))
      engine = await open()
    })
    afterAll(async () => {
      await engine[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    })
    const landed = (file: string, columns = '*') => engine.query(`select ${columns} from read_parquet(${text(file)})`)

    test.each(TYPES.map(([type, values]) => [typeText(type), type, values] as const))(
      'lands and tells every value of %s, and NULL',
      async (label, type, values) => {
        const file = join(folder, `${label}.parquet`)
        const cells = [null, ...values.map(([, stored]) => stored), null]
        expect(
          await engine.land(
            columnsOf([type]),
            batches([type], [cells.length], (row) => cells[row]!),
            file,
          ),
        ).toBe(cells.length)
        expect((await landed(file)).rows.map(([value]) => value)).toEqual([null, ...values.map(([said]) => said), null])
        const written = await engine.write(`select * from read_parquet(${text(file)})`, `${file}.again`)
        expect(written.rows).toBe(cells.length)
        expect((await landed(`${file}.again`)).rows).toEqual((await landed(file)).rows)
      },
    )

    test('lands nothing as a file with the columns', async () => {
      const file = join(folder, 'nothing.parquet')
      expect(
        await engine.land(
          columnsOf([{ kind: 'text' }, decimal(10, 2)]),
          batches([], [], () => null),
          file,
        ),
      ).toBe(0)
      expect(
        (await engine.query(`select column_name, column_type from (describe from read_parquet(${text(file)}))`)).rows,
      ).toEqual([
        ['c0', 'VARCHAR'],
        ['c1', 'DECIMAL(10,2)'],
      ])
    })

    test('lands full, partial and empty batches, reused by their producer, in order', async () => {
      const types: ColumnType[] = [integer(32), { kind: 'text' }]
      const lengths = [BATCH_ROWS, 1, 0, 2047, BATCH_ROWS, 5]
      const rows = lengths.reduce((sum, length) => sum + length)
      const words = (row: number) => (row % 7 === 0 ? null : row % 3 === 0 ? `${row}` : `a longer text for row ${row}`)
      const file = join(folder, 'many.parquet')
      const given = batches(types, lengths, (row, column) => (column === 0 ? row : words(row)))
      expect(await engine.land(columnsOf(types), given, file)).toBe(rows)
      const found = (await landed(file)).rows
      expect(found.length).toBe(rows)
      expect(found.every(([number, word], row) => number === String(row) && word === words(row))).toBe(true)
    })

    test('a producer that fails lets nothing land, and the engine works on', async () => {
      const types: ColumnType[] = [integer(32)]
      const failing = async function* () {
        yield* batches(types, [10], (row) => row)
        throw new RangeError('the source broke')
      }
      await expect(engine.land(columnsOf(types), failing(), join(folder, 'broken.parquet'))).rejects.toThrow(
        'the source broke',
      )
      const file = join(folder, 'mended.parquet')
      expect(
        await engine.land(
          columnsOf(types),
          batches(types, [3], (row) => row),
          file,
        ),
      ).toBe(3)
      expect((await landed(file)).rows).toEqual([['0'], ['1'], ['2']])
    })

    test('names of columns are anything', async () => {
      const names = ['select', 'a "b"', "it's", '😀', ' ', 'x.y', 'é'.repeat(64)]
      const types = names.map(() => integer(8))
      const columns = columnsOf(types).map((column, i) => ({ ...column, name: names[i]! }))
      const file = join(folder, 'names.parquet')
      await engine.land(
        columns,
        batches(types, [1], () => 1),
        file,
      )
      expect((await landed(file)).columns.map((column) => column.name)).toEqual(names)
    })

    test('takes parameters as values', async () => {
      const hostile = "'; drop table x; --"
      const asked = 'select cast($1 as varchar), cast($2 as integer) + 1, cast($3 as date) is null'
      expect((await engine.query(asked, [hostile, 7, null])).rows).toEqual([[hostile, '8', 'true']])
    })

    /** Hours of work. */
    const LONG = 'select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)'

    test('closing it breaks off whatever runs, and waits for that', async () => {
      const own = await open()
      const running = [own.query(LONG), own.run(`create table long as ${LONG}`), own.write(LONG, join(folder, 'long'))]
      const ended = Promise.allSettled(running)
      await sleep(100)
      await own[Symbol.asyncDispose]()
      expect((await ended).map(({ status }) => status)).toEqual(running.map(() => 'rejected'))
    })

    test('closing it while files land lets no file land half', async () => {
      const own = await open()
      const slow = async function* () {
        yield* batches([integer(32)], [10], (row) => row)
        await sleep(300)
      }
      const landing = Promise.allSettled([own.land(columnsOf([integer(32)]), slow(), join(folder, 'half.parquet'))])
      await sleep(100)
      await own[Symbol.asyncDispose]()
      expect((await landing)[0]!.status).toBe('rejected')
    })
  })
}
