import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { isStarliftError } from '../../src/core/error.ts'
import { cellsOf } from '../conformance/canonical-rows.ts'
import { openAll, openBytes } from './dumped.ts'

const BODY = `/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET TIME_ZONE='+00:00' */;
DROP TABLE IF EXISTS \`t\`;
CREATE TABLE \`t\` (
  \`id\` int(11) NOT NULL COMMENT 'a;b',
  \`x\` varchar(9) DEFAULT NULL, -- (
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB;
LOCK TABLES \`t\` WRITE;
INSERT INTO \`t\` VALUES (1,'it''s'),(-2,'\\';\\\\'),(3,NULL);
INSERT INTO \`t\` VALUES (4,'ü');
UNLOCK TABLES;
`
const DUMP = `-- MariaDB dump 10.19  Distrib 10.11\n--\n${BODY}-- Dump completed on 2026-11-22 16:00:00\n`
const ROWS = [
  ['1', "it's"],
  ['-2', "';\\"],
  ['3', null],
  ['4', 'ü'],
]

/** The rows that are read, or the code of the error. */
async function outcome(bytes: Uint8Array): Promise<{ rows: unknown; figures: number } | string> {
  try {
    await using source = await openBytes(bytes)
    const { snapshot } = await openAll(source)
    const rows = await cellsOf(snapshot, 't')
    return { rows, figures: (await snapshot.aggregate({ table: 't', content: false })).rows }
  } catch (error) {
    return isStarliftError(error) ? error.code : `a bug: ${error}`
  }
}

describe('a truncated dump', () => {
  const whole = Buffer.from(DUMP)
  const completed = whole.indexOf('-- Dump completed') + '-- Dump completed'.length

  test('is an error at every byte before its last line', async () => {
    for (let length = 12; length < completed; length++)
      expect([length, await outcome(whole.subarray(0, length))]).toEqual([length, 'SOURCE_CORRUPT'])
    for (let length = completed; length <= whole.length; length++)
      expect(await outcome(whole.subarray(0, length))).toEqual({ rows: ROWS, figures: 4 })
  })

  test('without the line is an error wherever it ends inside a statement', async () => {
    const bytes = Buffer.from(BODY)
    for (let length = 0; length <= bytes.length; length++) {
      const found = await outcome(bytes.subarray(0, length))
      if (typeof found === 'string') expect([length, found]).toEqual([length, 'SOURCE_CORRUPT'])
      else expect([...ROWS.slice(0, 3), ROWS[3]].slice(0, found.figures)).toEqual(found.rows)
    }
  })

  test('in gzip is an error at every byte', async () => {
    const bytes = gzipSync(whole)
    for (let length = 2; length < bytes.length; length++)
      expect([length, await outcome(bytes.subarray(0, length))]).toEqual([length, 'SOURCE_CORRUPT'])
    expect(await outcome(bytes)).toEqual({ rows: ROWS, figures: 4 })
  })

  test('is an error after any byte of gzip has changed', async () => {
    const bytes = gzipSync(whole)
    for (let at = 10; at < bytes.length; at++) {
      const wrong = Buffer.from(bytes)
      wrong[at]! ^= 0x55
      expect([at, await outcome(wrong)]).toEqual([at, 'SOURCE_CORRUPT'])
    }
  })
})
