import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TypedColumn } from '../../src/core/schema.ts'
import type { Source } from '../../src/core/source.ts'
import { dumpSource } from '../../src/source/dump/dump-source.ts'
import type { Policy } from '../../src/source/policy.ts'
import { cellsOf } from '../conformance/canonical-rows.ts'

const DUMP = `SET NAMES utf8mb4;
CREATE TABLE people (id int NOT NULL, mail varchar(99) CHARACTER SET latin1, phone varchar(20), note text, PRIMARY KEY (id));
INSERT INTO people VALUES (1,'ann@example.org','+1',''),(2,'bö@example.org','+2',NULL),(3,NULL,'+3','x'),(4,'ann@example.org','+4','a text of more than twelve bytes');
`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mask-'))
  await writeFile(join(folder, 'people.sql'), DUMP)
})
afterAll(() => rm(folder, { recursive: true }))

const open = (policy: Partial<Policy>): Promise<Source> =>
  dumpSource({ path: join(folder, 'people.sql'), policy: { types: {}, zeroDates: {}, ...policy }, scratch: folder })

const digest = (text: string): string => createHash('sha256').update(`secret|${text}`).digest('hex').slice(0, 16)

test('a masked column is read as keyed digests, and the witness sees the same', async () => {
  await using source = await open({ columns: { 'people.mail': 'mask', 'people.note': 'mask' }, maskKey: 'secret' })
  const table = (await source.schema()).tables[0]!
  const columns = table.columns.filter(({ name }) => name !== 'phone') as TypedColumn[]
  await using snapshot = await source.snapshot([{ table: 'people', columns }])
  const rows = await cellsOf(snapshot, 'people')
  expect(rows.map(([, mail]) => mail)).toEqual([
    digest('ann@example.org'),
    digest('bö@example.org'),
    null,
    digest('ann@example.org'),
  ])
  expect(rows.map(([, , note]) => note)).toEqual([
    digest(''),
    null,
    digest('x'),
    digest('a text of more than twelve bytes'),
  ])
  const answer = await snapshot.aggregate({ table: 'people', content: true })
  expect(answer.columns[1]).toMatchObject({ nulls: 1, sum: '48' })
  expect(answer.columns[1]!.min).toBe(
    Buffer.from([digest('ann@example.org'), digest('bö@example.org')].sort()[0]!)
      .toString('hex')
      .toUpperCase(),
  )
  expect(snapshot.notes()).toContain('people.mail: masked before it was staged')
})

test('a dropped column is refused where it is used', async () => {
  await using source = await open({ columns: { 'people.phone': 'drop' } })
  const phone = (await source.schema()).tables[0]!.columns.find(({ name }) => name === 'phone')!
  expect(phone.type).toMatchObject({ kind: 'refused', code: 'POLICY' })
})

test.each([
  [{ columns: { 'people.mail': 'mask' } }, /no key/],
  [{ columns: { 'people.id': 'mask' }, maskKey: 'secret' }, /only text/],
  [{ columns: { 'people.fone': 'drop' } }, /does not have/],
] as [Partial<Policy>, RegExp][])('policy %j is refused', async (policy, message) => {
  await expect(open(policy)).rejects.toThrow(message)
})
