import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { isTyped, tableOf } from '../../../src/core/schema.ts'
import type { Snapshot } from '../../../src/core/source.ts'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { NO_POLICY } from '../../../src/source/policy.ts'
import { type Mangle, startMangler } from '../../servers/mangler.ts'
import type { LiveServer } from '../../servers/mysql.ts'
import { failure } from '../dumped.ts'
import { errorOf, urlOf } from './shop.ts'

/** A packet of this length goes on in the next. */
const PART = 0xffffff
/** Lengths of rows around one part and two. */
const LENGTHS = [PART - 1, PART, PART + 1, 2 * PART]
/** Of a row (id int, b longblob): what stands before the bytes of b. */
const before = (length: number): number => 1 + 1 + 4 + (length > PART ? 9 : 4)

/** What the reader does with packets, good and bad. */
export function wireSuite(server: () => LiveServer): void {
  const reading = async (
    port: number,
    database: string,
    read: (snapshot: Snapshot) => Promise<void>,
  ): Promise<void> => {
    await using source = await mysqlSource({ url: urlOf({ port }, database), policy: NO_POLICY })
    const columns = tableOf(await source.schema(), 't')!.columns.filter(isTyped)
    await using snapshot = await source.snapshot([{ table: 't', columns }])
    await read(snapshot)
  }

  test('rows of one packet, of several, and of exactly as many bytes as a packet holds', async () => {
    const values = LENGTHS.map((length, i) => `(${i}, repeat(char(${65 + i}), ${length - before(length)}))`)
    await server().sql(
      `create database big; create table big.t (id int primary key, b longblob); insert into big.t values ${values.join(', ')}`,
    )
    await reading(server().port, 'big', async (snapshot) => {
      const seen: string[] = []
      for await (const chunk of snapshot.chunks('t', 1000))
        for await (const { rows, columns } of snapshot.read(chunk))
          for (let row = 0; row < rows; row++) seen.push(summaryOf(columns[1]!, row))
      expect(seen).toEqual(LENGTHS.map((length, i) => `${String.fromCharCode(65 + i)} × ${length - before(length)}`))
    })
    await server().sql('drop database big')
  })

  const FAULTS: Readonly<Record<string, Mangle>> = {
    'a packet that is cut, and then the end': () => null,
    'a packet with the number of another': (packet) => {
      packet[3] = (packet[3]! + 1) & 255
      return packet
    },
    'a value that says it is longer than its row': (packet) => {
      packet[4 + 1 + 1 + 4] = 240
      return packet
    },
    'a value that says it is shorter than it is': (packet) => {
      packet[4 + 1 + 1 + 4]!--
      return packet
    },
    'a packet that ends too early': (packet) => {
      const cut = Buffer.from(packet.subarray(0, packet.length - 2))
      cut.writeUIntLE(cut.length - 4, 0, 3)
      return cut
    },
    'an end before the last row': (packet) => Buffer.from([5, 0, 0, packet[3]!, 254, 0, 0, 0, 0]),
  }

  test.each(Object.entries(FAULTS))('SOURCE_LOST: %s', async (_, mangle) => {
    await server().sql(`create database if not exists mangled; use mangled; create table if not exists t (id int primary key, x varchar(20));
      insert ignore into t with recursive n as (select 1 as i union all select i + 1 from n where i < 900) select i, repeat('x', 15) from n`)
    await using mangler = await startMangler(server().port)
    const error = await errorOf(
      reading(mangler.port, 'mangled', async (snapshot) => {
        let rows = 0
        mangler.mangle = (packet) =>
          packet[4] === 0 && packet.length === 4 + 1 + 1 + 4 + 16 && ++rows === 500 ? mangle(packet) : packet
        for await (const chunk of snapshot.chunks('t', 1000)) for await (const batch of snapshot.read(chunk)) void batch
        await snapshot.aggregate({ table: 't', content: false })
      }),
    )
    expect(error).toEqual(failure('SOURCE_LOST', /lost before all was read/))
  })

  test('a reader that takes its time holds little, and loses nothing', async () => {
    await server().sql(`set global net_write_timeout = 1; create database slow; use slow; create table t (id int primary key auto_increment, x varchar(2000));
      insert into t (x) values (repeat('x', 2000)); ${'insert into t (x) select x from t;'.repeat(16)}`)
    await reading(server().port, 'slow', async (snapshot) => {
      let [seen, most] = [0, 0]
      const least = process.memoryUsage().arrayBuffers
      for await (const chunk of snapshot.chunks('t', 1_000_000))
        for await (const { rows } of snapshot.read(chunk)) {
          if (seen % (4 * 2048) === 0) await sleep(seen === 8192 ? 3000 : 50)
          seen += rows
          most = Math.max(most, process.memoryUsage().arrayBuffers)
        }
      expect(seen).toBe(65_536)
      expect(most - least).toBeLessThan(60e6)
    })
    await server().sql('set global net_write_timeout = 60; drop database slow')
  })
}

const summaryOf = ({ data, heap }: { data: Uint8Array; heap: Uint8Array }, row: number): string => {
  const view = new DataView(data.buffer, 16 * row, 16)
  const bytes = Buffer.from(heap.buffer, view.getUint32(8, true), view.getUint32(0, true))
  const first = bytes[0]!
  expect(bytes.equals(Buffer.alloc(bytes.length, first))).toBe(true)
  return `${String.fromCharCode(first)} × ${bytes.length}`
}
