import { appendFileSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { tableOf } from '../../src/core/schema.ts'
import type { DumpOptions } from '../../src/source/dump/dump-source.ts'
import { dumpSource } from '../../src/source/dump/dump-source.ts'
import { NO_POLICY } from '../../src/source/policy.ts'
import { type Cell, cellsOf, figuresOf } from '../conformance/canonical-rows.ts'
import { openAll, openBytes } from './dumped.ts'

/** Cells of every table; the witness is asked each time. */
async function read(bytes: string | Uint8Array, options: Partial<DumpOptions> = {}): Promise<Record<string, Cell[][]>> {
  await using source = await openBytes(bytes, options)
  const { snapshot, views } = await openAll(source)
  const tables: Record<string, Cell[][]> = {}
  for (const view of views) {
    const cells = await cellsOf(snapshot, view.table)
    expect(await snapshot.aggregate({ table: view.table, content: true })).toEqual(figuresOf(cells, view))
    tables[view.table] = cells
  }
  return tables
}

const failure = (code: string, what?: RegExp) =>
  expect.objectContaining({ code, ...(what ? { message: expect.stringMatching(what) } : {}) })

const T = 'CREATE TABLE t (id int, x varchar(20));\n'
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

describe('statements', () => {
  test.each([
    ['a lone CR between lines', `-- c\r${T.replaceAll('\n', '\r')}# c\rINSERT INTO t\rVALUES\r(1,'a');\r`],
    ['CRLF', `-- c\r\n${T}INSERT INTO t VALUES\r\n(1,'a')\r\n;\r\n`],
    [
      'a delimiter',
      `${T}DELIMITER ;;\nCREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN INSERT INTO t VALUES (9,'no'); END ;;\nDELIMITER ;\nINSERT INTO t VALUES (1,'a');`,
    ],
    [
      'a delimiter of comment characters',
      `${T}delimiter //\nCREATE PROCEDURE p() BEGIN SELECT ';'; END//\nINSERT INTO t VALUES (1,'a')//\ndelimiter ;\n`,
    ],
    ['comments everywhere', `/* x; ' */${T}-- it's;\n# it's;\nINSERT INTO t /* ( */ VALUES (1,'a');--\n`],
    [
      'comments that a server runs',
      `/*!40101 SET NAMES utf8 */;/*!50503 CREATE TABLE t (id int, /*!80023 x varchar(20) */ ) */;INSERT INTO t VALUES (1,'a');`,
    ],
    ['the sandbox line', `/*M!999999\\- enable the sandbox mode */ \n${T}INSERT INTO t VALUES (1,'a');`],
    [
      'a table made twice',
      `${T}INSERT INTO t VALUES (7,'old'),(8,'old');DROP TABLE IF EXISTS t;${T}INSERT INTO t VALUES (1,'a');`,
    ],
    [
      'a replaced table',
      `${T}INSERT INTO t VALUES (7,'old');CREATE OR REPLACE TABLE t (id int, x text);INSERT INTO t VALUES (1,'a');`.replace(
        'CREATE OR',
        '/*M!100001 DROP TABLE t */; CREATE OR',
      ),
    ],
    ['a truncated table', `${T}INSERT INTO t VALUES (7,'old');TRUNCATE TABLE t;INSERT INTO t VALUES (1,'a');`],
    ['a table that is there already', `${T}CREATE TABLE IF NOT EXISTS t (id int);INSERT INTO t VALUES (1,'a');`],
    [
      'a placeholder of a view',
      `${T}/*!50001 CREATE TABLE v (id tinyint NOT NULL) ENGINE=MyISAM */;INSERT INTO t VALUES (1,'a');/*!50001 DROP TABLE IF EXISTS v*/;/*!50001 CREATE VIEW v AS SELECT 1 AS id */;`,
    ],
    ['names of columns in another order', `${T}INSERT INTO t (x, \`ID\`) VALUES ('a',1);`],
    ['a database before the name', `CREATE DATABASE d; USE d; ${T}INSERT INTO \`d\`.\`t\` VALUES (1,'a');`],
    ['REPLACE', `${T}REPLACE INTO t VALUES (1,'a');`],
    ['INSERT IGNORE without INTO', `${T}INSERT LOW_PRIORITY IGNORE t VALUE (1,'a');`],
    ['ANSI quotes', `SET sql_mode='ANSI';CREATE TABLE "t" ("id" int, "x" text);INSERT INTO "t" VALUES (1,'a');`],
    ['a UTF-8 byte order mark', `\ufeff${T}INSERT INTO t VALUES (1,'a');`],
    [
      'locks, keys and transactions',
      `${T}LOCK TABLES t WRITE;/*!40000 ALTER TABLE t DISABLE KEYS */;START TRANSACTION;INSERT INTO t VALUES (1,'a');COMMIT;UNLOCK TABLES;`,
    ],
  ])('%s', async (_, sql) => {
    expect(await read(sql)).toEqual({ t: [['1', 'a']] })
  })

  test.each([
    ['UPDATE t SET id = 2', /changes rows/],
    ['DELETE FROM t', /changes rows/],
    ['/*!50000 DELETE FROM t */', /changes rows/],
    ["LOAD DATA INFILE 'x' INTO TABLE t", /another file/],
    ['INSERT INTO t SELECT 1, 2', /does not list its rows/],
    ["INSERT INTO t VALUES ,(1,'a')", /does not list its rows/],
    ['INSERT INTO t SET id = 1', /does not list its rows/],
    ["INSERT INTO nowhere VALUES (1,'a')", /nowhere was not created/],
    ['CREATE TABLE u LIKE t', /does not list its columns/],
    ['CREATE TABLE u (id int) SELECT 1', /SELECT/],
    ['CREATE TABLE t (id int)', /already there/],
    ['ALTER TABLE t DROP COLUMN x', /changes the table/],
    ['ALTER TABLE t MODIFY x varchar(10)', /changes the type of x/],
    ['RENAME TABLE t TO u', /renames/],
    ['EXECUTE stmt', /not known/],
    ["/*!50000 INSERT INTO t VALUES (1,'a') */", /in a comment/],
    ["SET sql_mode='NO_BACKSLASH_ESCAPES'; INSERT INTO t VALUES (1,'a')", /NO_BACKSLASH_ESCAPES/],
  ])('%s is refused', async (sql, what) => {
    await expect(read(`${T}INSERT INTO t VALUES (1,'a');\n${sql};\n`)).rejects.toEqual(failure('SOURCE_CORRUPT', what))
  })

  test.each([
    "INSERT INTO t VALUES (1,'a') ON DUPLICATE KEY UPDATE x=VALUES(x)",
    'INSERT INTO t VALUES (1,now())',
    'INSERT INTO t VALUES (1)',
    'INSERT INTO t VALUES (1,2,3)',
    'INSERT INTO t VALUES (1,DEFAULT)',
    'INSERT INTO t VALUES (1,1+1)',
    "INSERT INTO t VALUES (1,'a') (2,'b')",
    "INSERT INTO t VALUES (1,'a'),,(2,'b')",
    "INSERT INTO t VALUES (1,'a'),(2,'b')(3,'c')",
    'INSERT INTO t VALUES (1,@x)',
  ])('%s is refused when it is read, by reader and witness', async (sql) => {
    await using source = await openBytes(`${T}${sql};\n`)
    const { snapshot } = await openAll(source)
    await expect(cellsOf(snapshot, 't')).rejects.toEqual(failure('SOURCE_CORRUPT'))
    await expect(snapshot.aggregate({ table: 't', content: false })).rejects.toEqual(failure('SOURCE_CORRUPT'))
  })

  test('an error says line and byte', async () => {
    await expect(read(`${T}INSERT INTO t\nVALUES (1,'a`)).rejects.toMatchObject({
      code: 'SOURCE_CORRUPT',
      lines: ['The statement starts', 'at line 2, byte 40'],
    })
  })
})

describe('schema', () => {
  const schemaOf = async (sql: string) => {
    await using source = await openBytes(sql)
    return (await source.schema()).tables
  }

  test('keys that phpMyAdmin adds behind the rows', async () => {
    const tables =
      await schemaOf(`CREATE TABLE p (id int NOT NULL, a int, b varchar(9) NOT NULL);CREATE TABLE c (id int NOT NULL, p int);
      INSERT INTO p VALUES (1,2,'x');
      ALTER TABLE \`p\`\n  ADD PRIMARY KEY (\`id\`),\n  ADD UNIQUE KEY \`u\` (\`a\`,\`b\`),\n  ADD UNIQUE KEY pre (b(3)),\n ADD KEY \`k\` (\`a\`);
      ALTER TABLE p MODIFY \`id\` int NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=5;
      CREATE UNIQUE INDEX second ON c (p);
      ALTER TABLE \`c\` ADD CONSTRAINT \`fk\` FOREIGN KEY (\`p\`) REFERENCES \`p\` (\`id\`) ON DELETE CASCADE;`)
    expect(tables[0]).toMatchObject({ key: ['id'], uniques: [['id'], ['a', 'b']] })
    expect(tables[1]).toMatchObject({
      key: [],
      uniques: [['p']],
      references: [{ columns: ['p'], table: 'p', to: ['id'] }],
    })
  })

  test('keys of every kind', async () => {
    const [table] = await schemaOf(`CREATE TABLE t (
      a int NOT NULL, b varchar(20) NOT NULL, c int, \`primary\` int NOT NULL COMMENT 'PRIMARY KEY (c)', g point NOT NULL,
      UNIQUE KEY prefix (b(5)), UNIQUE KEY expr ((a + 1)), UNIQUE KEY nullable (a, c), UNIQUE INDEX good USING BTREE (b DESC, A),
      FULLTEXT KEY f (b), SPATIAL KEY s (g), KEY plain (c), CONSTRAINT ck CHECK (a > 0), CHECK (c <> ';'),
      CONSTRAINT \`x y\` FOREIGN KEY (a, c) REFERENCES other (y, z) ON DELETE SET NULL ON UPDATE CASCADE,
      FOREIGN KEY (a) REFERENCES elsewhere.other (y)
    ) ENGINE=InnoDB COMMENT='it''s; "x"' PARTITION BY HASH (a) PARTITIONS 4;`)
    expect(table).toMatchObject({
      key: ['b', 'a'],
      uniques: [
        ['a', 'c'],
        ['b', 'a'],
      ],
      comment: `it's; "x"`,
    })
    expect(table!.references).toEqual([{ columns: ['a', 'c'], table: 'other', to: ['y', 'z'] }])
    expect(table!.columns.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'primary', 'g'])
  })

  test('columns of every kind', async () => {
    const [table] = await schemaOf(`CREATE TABLE t (
      id SERIAL, a INTEGER(5) UNSIGNED ZEROFILL DEFAULT '00001' COMMENT 'n,(o)', b DOUBLE PRECISION NOT NULL DEFAULT (1 + (2)),
      c NATIONAL CHARACTER VARYING(9), d ENUM('x,y','it''s',')') CHARACTER SET latin1 NOT NULL DEFAULT 'x,y',
      e text COLLATE latin1_bin, f varchar(5), g int GENERATED ALWAYS AS (a + 1) VIRTUAL, h int INVISIBLE, i json DEFAULT NULL,
      j timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), k int PRIMARY KEY, l date NULL
    ) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;`)
    const of = (name: string) => table!.columns.find((column) => column.name === name)
    expect(of('id')).toMatchObject({ declared: 'bigint unsigned', nullable: false })
    expect(of('a')).toMatchObject({ declared: 'int(5) unsigned zerofill', comment: 'n,(o)', nullable: true })
    expect(of('b')).toMatchObject({ declared: 'double', nullable: false })
    expect(of('c')).toMatchObject({ declared: 'varchar(9)', charset: 'utf8mb4', collation: 'utf8mb4_unicode_ci' })
    expect(of('d')).toMatchObject({ declared: "enum('x,y','it''s',')')", charset: 'latin1' })
    expect(of('d')).not.toHaveProperty('collation')
    expect(of('e')).toMatchObject({ charset: 'latin1', collation: 'latin1_bin' })
    expect(of('g')).toMatchObject({ generated: true })
    expect(of('h')).toMatchObject({ invisible: true })
    expect(of('j')).toMatchObject({ declared: 'timestamp(3)', nullable: false })
    expect(of('k')).toMatchObject({ nullable: false })
    expect(table!.key).toEqual(['k'])
  })

  test('names that are hard to read', async () => {
    const names = ['we`ird ta;ble', 'select', "it's", 'a"b', '😀', 'x'.repeat(64), 'sp ace', 'a(b', 'VALUES (1)']
    for (const name of names) {
      const quoted = `\`${name.replaceAll('`', '``')}\``
      const sql = `CREATE TABLE ${quoted} (${quoted} int, \`values\` int);INSERT INTO ${quoted} (${quoted}, \`values\`) VALUES (1,2);`
      expect(await read(sql)).toEqual({ [name]: [['1', '2']] })
    }
  })

  test('columns whose values are not in the dump are refused', async () => {
    const [table] = await schemaOf(
      'CREATE TABLE t (a int, g int AS (a + 1), c int, h int INVISIBLE);INSERT INTO t (a) VALUES (1);',
    )
    expect(table!.columns.map(({ type }) => type.kind)).toEqual(['integer', 'refused', 'refused', 'refused'])
    expect(table!.columns[1]!.type).toMatchObject({ reason: expect.stringMatching(/generated/) })
    expect(await read('CREATE TABLE t (a int, h int INVISIBLE, g int AS (a + 1));INSERT INTO t VALUES (1,2);')).toEqual(
      { t: [['1', '2']] },
    )
  })

  test('TIMESTAMPs need a zone', async () => {
    const sql = "CREATE TABLE t (ts timestamp NULL);INSERT INTO t VALUES ('2024-01-01 00:00:00');"
    expect((await schemaOf(sql))[0]!.columns[0]!.type).toMatchObject({ kind: 'refused', code: 'TYPE_REFUSED' })
    const expected = { t: [['2024-01-01 00:00:00.000000']] }
    expect(await read(`SET @OLD=@@TIME_ZONE;SET TIME_ZONE='+00:00';${sql}SET TIME_ZONE=@OLD;`)).toEqual(expected)
    expect(await read(sql, { timeZone: '+00:00' })).toEqual(expected)
    expect((await schemaOf(`SET TIME_ZONE='+02:00';${sql}`))[0]!.columns[0]!.type.kind).toBe('refused')
  })
})

describe('databases', () => {
  const two = `CREATE DATABASE a; CREATE DATABASE b; CREATE DATABASE none; USE a; ${T}INSERT INTO t VALUES (1,'a'); USE \`b\`; ${T}INSERT INTO t VALUES (2,'b');`
  test('one of several must be named', async () => {
    await expect(read(two)).rejects.toMatchObject({ code: 'CONFIG', lines: ['a', 'b'] })
    await expect(read(two, { database: 'c' })).rejects.toMatchObject({ code: 'CONFIG' })
    expect(await read(two, { database: 'a' })).toEqual({ t: [['1', 'a']] })
    expect(await read(two, { database: 'b' })).toEqual({ t: [['2', 'b']] })
  })
  test('what is wrong in another is passed over', async () => {
    expect(await read(`${two} USE a; DELETE FROM t;`, { database: 'b' })).toEqual({ t: [['2', 'b']] })
  })
})

describe('character sets', () => {
  const insert = (setting: string, value: string, column = 'x varchar(20)'): Buffer =>
    latin1(`${setting}CREATE TABLE t (${column});INSERT INTO t VALUES (${value});`)
  const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

  test.each([
    ['no SET NAMES: UTF-8', '', `'${utf8('é😀')}'`, 'é😀'],
    ['utf8mb3', 'SET NAMES utf8mb3;', `'${utf8('é')}'`, 'é'],
    ['latin1', 'SET NAMES latin1;', "'\xe9\x80\x81\xff'", 'é€\u0081ÿ'],
    [
      'latin1, saved and restored',
      '/*!40101 SET NAMES latin1 */;SET @saved_cs_client = @@character_set_client;SET character_set_client = utf8mb4;SET character_set_client = @saved_cs_client;',
      "'\xe9'",
      'é',
    ],
    ['an introducer', 'SET NAMES utf8mb4;', "_latin1'\xe9'", 'é'],
    ['binary: the column’s own', 'SET NAMES binary;', "'\xe9'", 'é', 'x varchar(20) character set latin1'],
    ['_binary: the column’s own', 'SET NAMES utf8mb4;', "_binary'\xe9'", 'é', 'x varchar(20) character set latin1'],
  ])('%s', async (_, setting, value, expected, column = 'x varchar(20)') => {
    expect(await read(insert(setting, value, column))).toEqual({ t: [[expected]] })
  })

  test.each([
    ['invalid UTF-8', '', "'\xe9'"],
    ['a surrogate', '', "'\xed\xa0\x80'"],
    ['not ASCII', 'SET NAMES ascii;', "'\xe9'"],
    ['binary of an unknown set', 'SET NAMES binary;', "'\x00a'", 'x varchar(20) character set utf16'],
    ['an unknown introducer', '', "_gbk'\xd6\xd0'"],
    ['an unknown set', 'SET NAMES gbk;', "'a'"],
  ])('%s is refused', async (_, setting, value, column = 'x varchar(20)') => {
    await expect(read(insert(setting, value, column))).rejects.toEqual(failure('SOURCE_ENCODING'))
  })

  test('raw bytes stay as they are in any of them', async () => {
    const bytes = latin1(
      "SET NAMES utf8mb4;CREATE TABLE t (x blob);INSERT INTO t VALUES (_binary'\xff\xfe\\0\\'\xe9'),('\x80');",
    )
    expect(await read(bytes)).toEqual({ t: [['FFFE0027E9'], ['80']] })
  })

  test('UTF-16 is refused', async () => {
    await expect(read(Buffer.from(`\ufeff${T}`, 'utf16le'))).rejects.toEqual(failure('SOURCE_ENCODING', /UTF-16/))
  })
})

describe('the file', () => {
  test('may be missing, a folder, or empty', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'starlift-'))
    const open = (path: string) => dumpSource({ path, policy: NO_POLICY, scratch })
    await expect(open(join(scratch, 'none.sql'))).rejects.toEqual(failure('SOURCE_MISSING'))
    await expect(open(scratch)).rejects.toEqual(failure('SOURCE_MISSING'))
    await expect(read('')).rejects.toEqual(failure('SOURCE_CORRUPT', /no tables/))
  })

  test('that changes while it is read is refused', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'starlift-'))
    const path = join(scratch, 'dump.sql')
    writeFileSync(path, `${T}INSERT INTO t VALUES (1,'a');`)
    await using source = await dumpSource({ path, policy: NO_POLICY, scratch })
    const { snapshot } = await openAll(source)
    appendFileSync(path, ' ')
    await expect(cellsOf(snapshot, 't')).rejects.toEqual(failure('SOURCE_CHANGED'))
    await expect(snapshot.aggregate({ table: 't', content: false })).rejects.toEqual(failure('SOURCE_CHANGED'))
  })

  test('is unpacked into scratch, and gone after', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'starlift-'))
    const path = join(scratch, 'dump.sql')
    writeFileSync(path, gzipSync(`${T}INSERT INTO t VALUES (1,'a');`))
    {
      await using source = await dumpSource({ path, policy: NO_POLICY, scratch })
      expect(readdirSync(scratch)).toHaveLength(2)
      expect(tableOf(await source.schema(), 't')!.columns).toHaveLength(2)
    }
    expect(readdirSync(scratch)).toEqual(['dump.sql'])
  })

  test('may hold statements larger than what is read at once, and values over 16 MB', async () => {
    const big = "x'\\".repeat(6_000_000)
    const written = big.replace(/['\\]/g, '\\$&')
    const rows = Array.from({ length: 30_000 }, (_, i) => `(${i},'${'y'.repeat(300)}')`)
    const cells = (
      await read(
        `CREATE TABLE t (id int, x longtext);INSERT INTO t VALUES (1,'${written}');INSERT INTO t VALUES ${rows.join(',')};`,
      )
    ).t!
    expect(cells).toHaveLength(30_001)
    expect(cells[0]![1] === big).toBe(true)
  })

  test('is cut into chunks that hold every row once', async () => {
    const inserts = Array.from({ length: 50 }, (_, i) => `INSERT INTO t VALUES (${i},'${'y'.repeat(300_000)}');`)
    await using source = await openBytes(`CREATE TABLE t (id int, x longtext);${inserts.join('\n')}`)
    const { snapshot } = await openAll(source)
    let chunks = 0
    for await (const _ of snapshot.chunks('t', 20)) chunks++
    expect(chunks).toBeGreaterThan(1)
    expect((await cellsOf(snapshot, 't', 20)).map(([id]) => Number(id))).toEqual(inserts.map((_, i) => i))
  })
})
