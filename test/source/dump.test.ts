import { appendFileSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { tableOf } from '../../src/core/schema.ts'
import { dumpSource } from '../../src/source/dump/dump-source.ts'
import { NO_POLICY } from '../../src/source/policy.ts'
import { cellsOf } from '../conformance/canonical-rows.ts'
import { failure, openAll, openBytes, read } from './dumped.ts'

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
    ['a partition', `${T}INSERT INTO t PARTITION (p0, p1) (id, x) VALUES (1,'a');`],
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
    ["INSERT INTO t VALUES ,(1,'a')", /row/],
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

test('a dump of mysqldump 8', async () => {
  const sql = `-- MySQL dump 10.13  Distrib 8.0.33, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN;
SET @@SESSION.SQL_LOG_BIN= 0;
SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a39ad7e6-0000-11ee-9b0e-0242ac110002:1-5';
CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`shop\` /*!40100 DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci */ /*!80016 DEFAULT ENCRYPTION='N' */;
USE \`shop\`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE \`t\` (
  \`id\` int unsigned NOT NULL AUTO_INCREMENT,
  \`b\` varbinary(9) DEFAULT NULL,
  \`ts\` timestamp NULL DEFAULT NULL,
  \`g\` int GENERATED ALWAYS AS ((\`id\` + 1)) VIRTUAL,
  \`h\` int DEFAULT '7' /*!80023 INVISIBLE */,
  \`j\` json DEFAULT NULL,
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY HASH (\`id\`)
PARTITIONS 2 */;
/*!40101 SET character_set_client = @saved_cs_client */;
LOCK TABLES \`t\` WRITE;
/*!40000 ALTER TABLE \`t\` DISABLE KEYS */;
INSERT INTO \`t\` (\`id\`, \`b\`, \`ts\`, \`h\`, \`j\`) VALUES (1,_binary 'a\\0;','2024-01-02 03:04:05',7,'{\\"a\\": 1}'),(2,NULL,NULL,8,NULL);
/*!40000 ALTER TABLE \`t\` ENABLE KEYS */;
UNLOCK TABLES;
/*!50003 SET sql_mode              = 'NO_BACKSLASH_ESCAPES' */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`localhost\`*/ /*!50003 TRIGGER \`tr\` BEFORE INSERT ON \`t\` FOR EACH ROW begin set @a = '\\'; end */;;
DELIMITER ;
SET @@SESSION.SQL_LOG_BIN = @MYSQLDUMP_TEMP_LOG_BIN;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

-- Dump completed on 2026-11-22 16:00:00
`
  await using source = await openBytes(sql)
  const schema = await source.schema()
  expect(schema.database).toBe('shop')
  const { columns } = tableOf(schema, 't')!
  expect(columns.map(({ type }) => type.kind)).toEqual(['integer', 'bytes', 'timestamp', 'refused', 'integer', 'text'])
  expect(columns[4]).toMatchObject({ invisible: true })
  expect(await read(sql)).toEqual({
    t: [
      ['1', '61003B', '2024-01-02 03:04:05.000000', '7', '{"a": 1}'],
      ['2', null, null, '8', null],
    ],
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
