import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adaptersOf } from '../../src/config.ts'
import { openServed } from '../../src/pipeline/served.ts'
import { loadConfig } from '../../src/project-files.ts'
import { SAMPLE_DATABASE } from '../../src/sample/dump.ts'
import { type Folder, type Outcome, start, tempFolder } from '../cli/starlift.ts'
import { typeErrors } from '../cli/type-check.ts'
import { KINDS, type LiveServer, startServer } from '../servers/mysql.ts'
import { FLEET, KEYLESS, LEDGER, ODD, typesOf } from './init-databases.ts'
import { sampleText } from './project.ts'
import { SPELLINGS } from './spellings-database.ts'

const PASSWORD = 'gehe:m/n1s@%'

/** Databases that go through `init` alone, then the compiler, then a run; figures against the server's own. */
export function initSuite(kind: 'MariaDB' | 'MySQL'): void {
  const title = `a project that init made of ${kind}, without an edit`
  describe.skipIf(!KINDS[kind].available())(title, () => tests(kind))
}

function tests(kind: 'MariaDB' | 'MySQL'): void {
  let server: LiveServer
  beforeAll(async () => {
    server = await startServer(KINDS[kind])
    await server.sql(sampleText())
    await server.sql(`create user shop@'%' identified by '${PASSWORD}'; grant select on *.* to shop@'%'`)
    for (const [name, sql] of Object.entries({
      fleet: FLEET,
      odd: ODD,
      kinds: typesOf(kind),
      ledger: LEDGER,
      keyless: KEYLESS,
      spellings: SPELLINGS,
    }))
      await server.sql(`create database ${name} character set utf8mb4; use ${name}; ${sql}`)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const env = (database: string) => ({
    DATABASE_URL: `mysql://shop:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/${database}`,
  })
  const done = async (outcome: Promise<Outcome>): Promise<string> => {
    const { code, stdout, stderr } = await outcome
    if (code !== 0) throw new Error(`it ended with ${code}:\n${stdout}\n${stderr}`)
    return stdout
  }
  /** init, tsc, run: gives the folder and what init said. */
  const made = async (database: string): Promise<Folder & { readonly said: string }> => {
    const folder = await tempFolder()
    const said = await done(start(folder.path, ['init'], env(database)).outcome)
    expect(await typeErrors(folder.path)).toBe('')
    await done(start(folder.path, ['run', '--deep'], env(database)).outcome)
    return { ...folder, said }
  }
  const star = async ({ path }: Folder, sql: string): Promise<unknown> => {
    await using served = await openServed(adaptersOf(await loadConfig(join(path, 'starlift.config.ts'))))
    return (await served.engine.query(sql)).rows
  }
  const source = async (database: string, sql: string): Promise<unknown[][]> => {
    const text = await server.sql(`set sql_mode = ''; ${sql}`, database)
    return text
      .trimEnd()
      .split('\n')
      .map((row) => row.split('\t').map((value) => (value === 'NULL' ? null : value)))
  }

  test('composite keys, references to the own table, several foreign keys to one table', async () => {
    await using folder = await made('fleet')
    expect(folder.said).toContain('Best fact: shipment_line, one row per (shipment_id, line_no), 4 rows')
    expect(folder.said).toContain('shipment → sailor → port → country')
    expect(
      await star(
        folder,
        `select f.shipment_id, f.line_no, o.name, o.parent_name, t.name, c.last_name, c.boss_last_name, m.last_name, m.country_name,
           p.name, s.name, f.quantity, f.amount, f.cost, f.status, cast(d.date as varchar), cast(a.date as varchar)
         from fact_shipment_line f join dim_port o on o.port_key = f.origin_key join dim_port t on t.port_key = f.target_key
         join dim_sailor c on c.sailor_key = f.captain_key join dim_sailor m on m.sailor_key = f.mate_key
         join dim_product p on p.product_key = f.product_key join dim_product s on s.product_key = f.substitute_key
         join dim_dates d on d.date_key = f.departed_key join dim_dates a on a.date_key = f.arrived_key order by 1, 2`,
      ),
    ).toEqual(
      await source(
        'fleet',
        `select l.shipment_id, l.line_no, o.name, op.name, t.name, c.last_name, cb.last_name, m.last_name, mc.name,
           p.name, s.name, l.quantity, l.quantity * l.unit_price, l.quantity * p.unit_cost, h.status, date(h.departed), date(h.arrived)
         from shipment_line l join shipment h on h.id = l.shipment_id
         left join port o on (o.country, o.no) = (h.origin_country, h.origin_no)
         left join port op on (op.country, op.no) = (o.parent_country, o.parent_no)
         left join port t on (t.country, t.no) = (h.target_country, h.target_no)
         left join sailor c on c.id = h.captain_id left join sailor cb on cb.id = c.boss_id
         left join sailor m on m.id = h.mate_id left join country mc on mc.code = m.home_country
         left join product p on p.code = l.product_code left join product s on s.code = l.substitute_code order by 1, 2`,
      ),
    )
    expect(
      await star(
        folder,
        'select name, count(*) from fact_port_product join dim_port using (port_key) group by all order by 1',
      ),
    ).toEqual(
      await source(
        'fleet',
        'select name, count(*) from port_product join port using (country, no) group by 1 order by 1',
      ),
    )
  })

  test('text keys that parent and child spell in two ways: case, accents, blanks', async () => {
    await using folder = await made('spellings')
    expect(
      await star(
        folder,
        `select case when customer_key = -2 then 'gone' else region_name end, count(*), sum(amount) from fact_orders
         join dim_customers using (customer_key) group by all order by 1 nulls first`,
      ),
    ).toEqual(
      await source(
        'spellings',
        `select case when o.customer is not null and c.code is null then 'gone' else r.name end, count(*), sum(amount) from orders o
         left join customers c on c.code = o.customer left join cities t on (t.country, t.nr) = (c.country, c.city)
         left join countries k on k.code = t.country left join regions r on r.code = k.region_code group by 1 order by 1`,
      ),
    )
  })

  test('the generated sample', async () => {
    await using folder = await made(SAMPLE_DATABASE)
    const sales = 'sum(quantityOrdered * priceEach)'
    expect(
      await star(
        folder,
        `select country, sum(amount), sum(quantity_ordered), count(distinct order_number) from fact_orderdetails
         join dim_customers using (customer_key) group by all order by 1`,
      ),
    ).toEqual(
      await source(
        SAMPLE_DATABASE,
        `select trim(country), ${sales}, sum(quantityOrdered), count(distinct orderNumber) from orderdetails
         join orders using (orderNumber) join customers using (customerNumber) group by binary trim(country) order by binary trim(country)`,
      ),
    )
  })

  test('odd names, no foreign keys, types without a home, dates that do not exist', async () => {
    await using folder = await made('odd')
    expect(folder.said).toContain('order.order-date holds 0000-00-00 or the like in 1 of 3 rows')
    expect(folder.said).toContain(
      'order.huge is left out: decimal(65,30) has more than the 38 digits that the lake holds',
    )
    expect(folder.said).toContain('order.customer_id is always a customers.id, and no foreign key says so')
    expect(await readFile(join(folder.path, 'starlift.config.ts'), 'utf8')).toContain(
      "\n  zeroDates: { 'order.order-date': 'null' },\n",
    )
    expect(
      await star(
        folder,
        `select order_id, class, unit_price, quantity, amount, a_b, column_1, column_2, gro_e, it_s_quoted, to_string, constructor,
           cast(n.date as varchar), cast(o.date as varchar) from fact_order
         join dim_dates n on n.date_key = n_2nd_key join dim_dates o on o.date_key = order_date_key order by 1`,
      ),
    ).toEqual(
      await source(
        'odd',
        `select \`order id\`, class, \`unit price\`, quantity, quantity * \`unit price\`, \`a.b\`, \`日本\`, \`数\`, \`Größe\`,
           \`it's "quoted"\\\\\`, \`toString\`, \`constructor\`, \`2nd\`, nullif(\`order-date\`, '0000-00-00') from \`order\` order by 1`,
      ),
    )
  })

  test('every kind of column, keys of bytes, an event that is looked up as well, a table without rows', async () => {
    await using folder = await made('kinds')
    expect(folder.said).toContain('Best fact: events, one row per id, 2 rows')
    expect(folder.said).toContain('Fact too: planned, one row per id, 0 rows')
    expect(
      await star(
        folder,
        `select f.id, k.bu, o.bu, k.e, k.s, k.dz, f.fee, f.count, f.mood, f.tags, cast(d.date as varchar) from fact_events f
         join dim_kinds k on k.kind_key = f.kind_key join dim_kinds o on o.kind_key = f.other_kind_key
         join dim_dates d on d.date_key = f.happened_key order by 1`,
      ),
    ).toEqual(
      await source(
        'kinds',
        `select f.id, k.bu, o.bu, k.e, k.s, k.dz, f.fee, f.count, f.mood, f.tags, date(f.happened) from events f
         left join kinds k on k.id = f.kind_id left join kinds o on o.id = f.other_kind order by 1`,
      ),
    )
    expect(await star(folder, 'select count(*) from fact_planned')).toEqual([['0']])
  })

  test('keys that begin with a tenant, references to what is unique and no key, a ring of tables, names of keys', async () => {
    await using folder = await made('ledger')
    expect(
      await star(
        folder,
        `select f.tenant_id, f.entry_key, a.code, a.tenant_name, c.code, f.account_key_2, f.debit, f.credit, f.balance
         from fact_ledger_entry f join dim_account a on a.account_key = f.account_key
         join dim_account c on c.account_key = f.contra_key order by 1, 2`,
      ),
    ).toEqual(
      await source(
        'ledger',
        `select l.tenant_id, entry_key, a.code, t.name, c.code, l.account_key, debit, credit, balance from ledger_entry l
         left join account a on (a.tenant_id, a.id) = (l.tenant_id, l.account_id) left join tenant t on t.id = a.tenant_id
         left join account c on c.code = l.contra_code order by 1, 2`,
      ),
    )
  })

  test('what the config says from then on makes a better model: keys and references that nobody declared', async () => {
    await using folder = await tempFolder()
    await done(start(folder.path, ['init'], env('odd')).outcome)
    const file = join(folder.path, 'starlift.config.ts')
    const config = await readFile(file, 'utf8')
    const named = config
      .replaceAll(/^ {2}\/\/ (pull:.*| {2}\{ table.*)$/gm, '  $1')
      .replace('  // ] },', "  ], keys: { audit_log: ['session_id', 'seen_at'] } },")
    await writeFile(file, named)
    await rm(join(folder.path, 'star.ts'))
    const said = await done(start(folder.path, ['init'], env('odd')).outcome)
    expect(said).toContain('reaches customers')
    expect(said).toContain('1 foreign key, every table has a key')
    expect(said).not.toContain('no foreign key says so')
    expect(await typeErrors(folder.path)).toBe('')
    await done(start(folder.path, ['run'], env('odd')).outcome)
    expect(
      await star(
        folder,
        'select name, sum(quantity) from fact_order join dim_customers using (customer_key) where customer_key > 0 group by all order by 1',
      ),
    ).toEqual([
      ['Ada', '5'],
      ['Bo', '2'],
    ])
  })

  test('no table with a key: star.ts compiles and says what to do', async () => {
    await using folder = await tempFolder()
    const said = await done(start(folder.path, ['init'], env('keyless')).outcome)
    expect(await typeErrors(folder.path)).toBe('')
    expect(said).toContain("visits has no key; page, at are unique today: pull: { keys: { 'visits': ['page', 'at'] } }")
    expect(await readFile(join(folder.path, 'star.ts'), 'utf8')).toContain('pull: { keys:')
  })
}
