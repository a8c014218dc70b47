import { describe, expect, test } from 'vitest'
import type { Config } from '../../src/config.ts'
import { count, dates, from, star, sum } from '../../src/index.ts'
import { ask, failureOf, testProject } from '../pipeline/project.ts'

interface Given {
  readonly dump: string
  readonly model: unknown
  readonly config?: Partial<Config>
}

async function failing(given: Given): Promise<string> {
  await using project = await testProject(given)
  const failure = await failureOf(project.run())
  return [failure.code, failure.exitCode, failure.message, ...failure.lines, failure.next].join('\n')
}

const SHOP = `CREATE TABLE c (id int NOT NULL, name varchar(9), PRIMARY KEY (id));
INSERT INTO c VALUES (1,'Al'),(2,'Bea');
CREATE TABLE o (id int NOT NULL, c_id int, amount decimal(10,2), at datetime, PRIMARY KEY (id), CONSTRAINT f FOREIGN KEY (c_id) REFERENCES c (id));
INSERT INTO o VALUES (1,1,'1.00','2024-01-01 00:00:00'),(2,2,'2.00',NULL),(3,9,'3.00',NULL),(4,NULL,NULL,NULL);`

const tables = {
  c: { key: ['id'], columns: { id: 'int', name: 'varchar(9)?' }, refs: {} },
  o: {
    key: ['id'],
    columns: { id: 'int', c_id: 'int?', amount: 'decimal(10,2)?', at: 'datetime?' },
    refs: { customer: ['c_id', 'c'] },
  },
} as const
const { dimension, fact } = from(tables)
const customers = dimension('c', (c) => ({ name: c.name }))
const orders = () =>
  fact('o', (o) => ({ customer: customers.at(o.customer), amount: o.amount })).measures({ sum: sum('amount') })

describe('a model that the source does not bear out', () => {
  test('a column is gone: where it is used, and what is near', async () => {
    const told = await failing({ dump: SHOP.replaceAll('amount', 'ammount'), model: star({ orders: orders() }) })
    expect(told).toMatch(/^MODEL_COLUMN\n2\no\.amount is gone from the database; compile\.test\.ts:\d+ uses it/)
    expect(told).toContain('Close names: ammount')
  })

  test('a table is gone', async () => {
    const told = await failing({
      dump: SHOP.replaceAll('TABLE c ', 'TABLE cc ')
        .replace('INTO c ', 'INTO cc ')
        .replace('REFERENCES c ', 'REFERENCES cc '),
      model: star({ orders: orders() }),
    })
    expect(told).toMatch(/^MODEL_COLUMN\n2\nTable c is gone/)
  })

  test('a foreign key is gone', async () => {
    const told = await failing({
      dump: SHOP.replace(', CONSTRAINT f FOREIGN KEY (c_id) REFERENCES c (id)', ''),
      model: star({ orders: orders() }),
    })
    expect(told).toMatch(/^MODEL_COLUMN\n2\nThe foreign key behind o\.customer is gone/)
    expect(told).toContain('pull.references')
  })

  test('a table has no key', async () => {
    const told = await failing({
      dump: SHOP.replace(
        ', amount decimal(10,2), at datetime, PRIMARY KEY (id)',
        ', amount decimal(10,2), at datetime',
      ),
      model: star({ orders: orders() }),
    })
    expect(told).toMatch(/^MODEL_NO_KEY\n2\nTable o has no primary or unique key.*compile\.test\.ts:\d+/)
    expect(told).toContain('keys')
  })

  test('a column has a type with no exact home', async () => {
    const told = await failing({
      dump: SHOP.replace('amount decimal(10,2)', 'amount decimal(65,30)'),
      model: star({ orders: orders() }),
    })
    expect(told).toMatch(/^TYPE_OVERFLOW\n3\no\.amount is DECIMAL\(65,30\)/)
  })

  test('a date is taken from a moment without its zone', async () => {
    const dated = fact('o', (o) => ({ when: dates.at(o.at as never) })).measures({ n: count() })
    const told = await failing({ dump: SHOP, model: star({ dated }) })
    expect(told).toMatch(/^MODEL_TYPE\n2\ndates\.at\(\) needs a date.*day\(moment, zone\).*compile\.test\.ts:\d+/)
  })

  test('two columns would have one name', async () => {
    const twice = fact('o', (o) => ({ theAmount: o.amount, the_amount: o.amount })).measures({ n: count() })
    expect(await failing({ dump: SHOP, model: star({ twice }) })).toMatch(
      /^MODEL_NAME\n2\nThe name "the_amount" of the_amount .* is also the name of theAmount/,
    )
  })
})

test('a name that is not there, or could mean two keys, is told with its line', () => {
  const two = {
    a: { key: ['id'], columns: { id: 'int' }, refs: {} },
    o: { key: ['id'], columns: { id: 'int', x: 'int', y: 'int' }, refs: { billing: ['x', 'a'], shipping: ['y', 'a'] } },
  } as const
  const model = from(two)
  const wrong = (name: string) => () => model.fact('o', (o) => ({ v: (o as unknown as Record<string, never>)[name]! }))
  expect(wrong('a')).toThrow(
    expect.objectContaining({
      code: 'MODEL_AMBIGUOUS',
      message: 'o reaches a by 2 foreign keys: billing, shipping',
      next: expect.stringMatching(/compile\.test\.ts:\d+/),
    }),
  )
  expect(wrong('biling')).toThrow(expect.objectContaining({ code: 'MODEL_COLUMN', lines: ['Close names: billing.'] }))
  expect(() => model.fact('p' as 'o', () => ({}))).toThrow(expect.objectContaining({ code: 'MODEL_COLUMN' }))
})

test('what is no column is refused where it is written, also without TypeScript', () => {
  const wrong = (column: (row: never) => unknown) => () => fact('o', (o) => ({ v: column(o as never) }) as never)
  const told = (what: string) =>
    expect.objectContaining({ code: 'MODEL_TYPE', message: expect.stringMatching(new RegExp(`${what}$`)) })
  expect(wrong(() => sum('amount'))).toThrow(told(String.raw`compile\.test\.ts:\d+ is a measure`))
  expect(wrong((o: { customer: unknown }) => o.customer)).toThrow(told('is a row of c'))
  expect(wrong(() => 12)).toThrow(told('is no column'))
  expect(() => dimension('c', () => ({ v: dates.at(12 as never) }) as never)).toThrow(told('is a link to a dimension'))
  expect(() => star({ orders: fact('o', (o) => ({ amount: o.amount })) as never })).toThrow(told('has no measures .*'))
})

describe('what only the config says is proven at each run', () => {
  const bare = SHOP.replace(', PRIMARY KEY (id), CONSTRAINT f FOREIGN KEY (c_id) REFERENCES c (id)', '').replace(
    ', PRIMARY KEY (id)',
    '',
  )
  const config = {
    pull: { keys: { c: 'id', o: ['id'] }, references: [{ table: 'o', columns: 'c_id', to: 'c', name: 'customer' }] },
  }

  test('and published, where it holds; rows that lead nowhere are counted', async () => {
    await using project = await testProject({ dump: bare, model: star({ orders: orders() }), config })
    const version = await project.run()
    expect(
      await ask(
        project.project,
        version,
        'select id, c_key, amount from (select id, customer_key c_key, amount from fact_orders) order by 1',
      ),
    ).toEqual([
      ['1', '1', '1.00'],
      ['2', '2', '2.00'],
      ['3', '-2', '3.00'],
      ['4', '-1', null],
    ])
    expect(version.receipt.checks).toContainEqual({ check: 'o(c_id) resolves in c', failing: 1 })
    expect(version.receipt.notes.join('\n')).toContain('o(c_id) → c is not declared in the database')
  })

  test.each([
    ['the far key', "(2,'Bea')", "(1,'Bea')", /^KEY_NOT_UNIQUE\n4\nc\(id\) is not unique: \(1\) × 2\nOnly the config/],
    ['the grain', '(2,2,', '(1,2,', /^KEY_NOT_UNIQUE\n4\no\(id\) is not unique: \(1\) × 2/],
  ])('%s twice stops the run', async (_, from, to, message) => {
    expect(await failing({ dump: bare.replace(from, to), model: star({ orders: orders() }), config })).toMatch(message)
  })
})

test('composite keys, self references, two keys to one table', async () => {
  const shape = {
    place: {
      key: ['country', 'code'],
      columns: { country: 'char(2)', code: 'int', up_country: 'char(2)?', up_code: 'int?', name: 'varchar(9)' },
      refs: { up: [['up_country', 'up_code'], 'place'] },
    },
    trip: {
      key: ['id'],
      columns: { id: 'int', a: 'char(2)?', b: 'int?', c: 'char(2)?', d: 'int?', km: 'int' },
      refs: { start: [['a', 'b'], 'place'], end: [['c', 'd'], 'place'] },
    },
  } as const
  const dump = `CREATE TABLE place (country char(2) NOT NULL, code int NOT NULL, up_country char(2), up_code int, name varchar(9) NOT NULL, PRIMARY KEY (country, code),
    CONSTRAINT u FOREIGN KEY (up_country, up_code) REFERENCES place (country, code));
  INSERT INTO place VALUES ('ES',1,NULL,NULL,'Spain'),('ES',2,'ES',1,'Madrid'),('FR',1,'ES',NULL,'France'),('FR',2,'XX',7,'Lyon');
  CREATE TABLE trip (id int NOT NULL PRIMARY KEY, a char(2), b int, c char(2), d int, km int NOT NULL,
    CONSTRAINT s FOREIGN KEY (a, b) REFERENCES place (country, code), CONSTRAINT e FOREIGN KEY (d, c) REFERENCES place (code, country));
  INSERT INTO trip VALUES (1,'ES',2,'FR',2,10),(2,'ES',NULL,'ES',1,20),(3,NULL,NULL,'XX',9,30);`
  const model = from(shape)
  const places = model.dimension('place', (p) => ({ name: p.name, above: p.up.name }), { name: 'places' })
  const trips = model
    .fact('trip', (t) => ({ start: places.at(t.start), end: places.at(t.end), above: places.at(t.end.up), km: t.km }))
    .measures({ km: sum('km') })
  await using project = await testProject({ dump, model: star({ trips }) })
  const version = await project.run()
  const names = await ask(
    project.project,
    version,
    `select id, s.name, e.name, above_key, e.above from fact_trips t join dim_places s on s.place_key = start_key join dim_places e on e.place_key = end_key order by 1`,
  )
  expect(names).toEqual([
    ['1', 'Madrid', 'Lyon', '-2', null],
    ['2', null, 'Spain', '-1', null],
    ['3', null, null, '-2', null],
  ])
})

test('names of the source are anything', async () => {
  const names = ['select', 'a "b"', "it's", '😀', 'x.y', 'row', 'w', 't0', 'é'.repeat(64), 'v0', 'grouped', ' lead']
  const long = 'T'.repeat(60)
  const shape = {
    [long]: {
      key: ['from'],
      columns: { from: 'int', ...Object.fromEntries(names.map((name) => [name, 'int'])) },
      refs: {},
    },
    'order "by"': { key: ['group'], columns: { group: 'int', to: 'int?' }, refs: { 'a.b': ['to', long] } },
  }
  const quoted = (name: string) => `\`${name}\``
  const dump = `SET NAMES utf8mb4;
  CREATE TABLE ${quoted(long)} (${quoted('from')} int NOT NULL, ${names.map((name) => `${quoted(name)} int`).join(', ')}, PRIMARY KEY (${quoted('from')}));
  INSERT INTO ${quoted(long)} VALUES (1, ${names.map((_, i) => i)}), (2, ${names.map((_, i) => i + 100)});
  CREATE TABLE \`order "by"\` (\`group\` int NOT NULL, \`to\` int, PRIMARY KEY (\`group\`), CONSTRAINT x FOREIGN KEY (\`to\`) REFERENCES ${quoted(long)} (${quoted('from')}));
  INSERT INTO \`order "by"\` VALUES (1,1),(2,2),(3,NULL);`
  type Any = Record<string, never>
  const model = from(shape as never) as unknown as {
    dimension(...args: unknown[]): { at(row: unknown): never }
    fact(...args: unknown[]): { measures(m: object): never }
  }
  const things = model.dimension(long, (row: Any) => Object.fromEntries(names.map((name, i) => [`n${i}`, row[name]])), {
    name: 'things',
  })
  const lines = model
    .fact('order "by"', (row: Any) => ({
      thing: things.at(row['a.b']),
      first: (row['a.b'] as unknown as Any)['a "b"'],
    }))
    .measures({})
  await using project = await testProject({ dump, model: star({ lines }) })
  const version = await project.run()
  expect(
    await ask(
      project.project,
      version,
      'select "group", thing_key, first, n_3 from fact_lines join dim_things using (thing_key) order by 1',
    ),
  ).toEqual([
    ['1', '1', '1', '3'],
    ['2', '2', '101', '103'],
    ['3', '-1', null, null],
  ])
})

test('tables whose names differ in case alone are refused by name', async () => {
  const shape = {
    T: { key: ['id'], columns: { id: 'int', n: 'int' }, refs: {} },
    t: { key: ['id'], columns: { id: 'int', n: 'int' }, refs: {} },
  } as const
  const model = from(shape)
  const upper = model.fact('T', (row) => ({ n: row.n })).measures({ n: sum('n') })
  const lower = model.fact('t', (row) => ({ n: row.n })).measures({ n: sum('n') })
  const dump =
    'CREATE TABLE `T` (id int NOT NULL PRIMARY KEY, n int NOT NULL); INSERT INTO `T` VALUES (1,10); CREATE TABLE t (id int NOT NULL PRIMARY KEY, n int NOT NULL); INSERT INTO t VALUES (1,2),(2,3);'
  expect(await failing({ dump, model: star({ upper, lower }) })).toMatch(
    /^MODEL_UNSUPPORTED\n2\nThe tables T and t differ/,
  )
})
