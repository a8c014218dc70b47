import { describe, expect, test } from 'vitest'
import { openBytes, read } from './dumped.ts'

const T = 'CREATE TABLE t (id int, x varchar(20));\n'

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
