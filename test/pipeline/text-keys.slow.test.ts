import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { count, from, star, sum } from '../../src/index.ts'
import { KINDS, type LiveServer, startServer } from '../servers/mysql.ts'
import { ask, failureOf, type TestProject, testProject } from './project.ts'
import { SPELLINGS as SHOP } from './spellings-database.ts'

const tables = {
  regions: { key: ['code'], columns: { code: 'varchar(9)', name: 'varchar(20)' }, refs: {} },
  countries: {
    key: ['code'],
    columns: { code: 'varchar(9)', region_code: 'varchar(9)' },
    refs: { region: ['region_code', 'regions'] },
  },
  cities: {
    key: ['country', 'nr'],
    columns: { country: 'varchar(9)', nr: 'int', name: 'varchar(20)' },
    refs: { countryRow: ['country', 'countries'] },
  },
  customers: {
    key: ['code'],
    columns: { code: 'varchar(9)', country: 'varchar(9)?', city: 'int?', boss: 'varchar(9)?' },
    refs: { cityRow: [['country', 'city'], 'cities'], bossRow: ['boss', 'customers'] },
  },
  orders: {
    key: ['id'],
    columns: { id: 'int', customer: 'varchar(9)?', amount: 'decimal(10,2)' },
    refs: { customerRow: ['customer', 'customers'] },
  },
} as const

const { dimension, fact } = from(tables)
const customers = dimension('customers', (c) => ({
  country: c.country,
  city: c.cityRow.name,
  region: c.cityRow.countryRow.region.name,
  bossCity: c.bossRow.cityRow.name,
}))
const orders = fact('orders', (o) => ({ customer: customers.at(o.customerRow), amount: o.amount })).measures({
  sales: sum('amount'),
  orders: count(),
})
const model = star({ orders })

/** The shop's figures as the server joins them. */
const JOINED = (attribute: string): string => `select coalesce(${attribute}, '-'), count(*), sum(amount) from orders o
  left join customers c on c.code = o.customer left join cities t on t.country = c.country and t.nr = c.city
  left join countries k on k.code = t.country left join regions r on r.code = k.region_code
  left join customers b on b.code = c.boss left join cities bt on bt.country = b.country and bt.nr = b.city
  group by 1 order by 1`

const ATTRIBUTES = { region: 'r.name', city: 't.name', boss_city: 'bt.name' }

for (const kind of ['MariaDB', 'MySQL'] as const) {
  describe.skipIf(!KINDS[kind].available())(`text keys that ${kind} joins by collation`, () => {
    let server: LiveServer
    beforeAll(async () => {
      server = await startServer(KINDS[kind])
      await server.sql("create user shop@'%' identified by 'shop'; grant select on *.* to shop@'%'")
    }, 120_000)
    afterAll(() => server[Symbol.asyncDispose]())

    const shop = async (
      database: string,
      { sql = SHOP, config = {}, star: given = model as unknown } = {},
    ): Promise<TestProject> => {
      await server.sql(`create database ${database} charset utf8mb4; use ${database}; ${sql}`)
      const url = `mysql://shop:shop@127.0.0.1:${server.port}/${database}`
      return testProject({ dump: '', model: given, config: { source: { mysql: { url } }, ...config } })
    }

    test('are joined as the server joins them, on every path', async () => {
      await using given = await shop('shop')
      const version = await given.run()
      for (const [attribute, column] of Object.entries(ATTRIBUTES)) {
        const rows = await ask(
          given.project,
          version,
          `select case when d.customer_key < 0 then '-' else coalesce(${attribute}, '-') end, count(*), sum(amount)
           from fact_orders f join dim_customers d using (customer_key) group by 1 order by 1`,
        )
        const said = (await server.sql(JOINED(column), 'shop')).trim().split('\n')
        expect(
          rows.map((row) => row.join('\t')),
          attribute,
        ).toEqual(said)
      }
      expect(version.receipt.checks).toContainEqual({ check: 'orders(customer) resolves in customers', failing: 2 })
      expect(version.receipt.notes).toContain(
        "orders.customer: 6 values staged as customers.code spells them: 'ANA' → 'ana'; 'Anna' → 'anna'; 'JOSÉ' → 'José' …",
      )
    })

    test('also where the key is masked, and no value leaves the server', async () => {
      process.env.STARLIFT_MASK_KEY = 'a key of the test'
      const columns = { 'customers.code': 'mask', 'customers.boss': 'mask', 'orders.customer': 'mask' } as const
      await using given = await shop('masked', { config: { columns } })
      const version = await given.run()
      const rows = await ask(
        given.project,
        version,
        'select city, sum(amount) from fact_orders join dim_customers using (customer_key) where customer_key > 0 group by 1 order by 1 nulls last',
      )
      expect(rows).toEqual([
        ['Lyon', '4.40'],
        ['Madrid', '140.80'],
        ['Oslo', '8.80'],
        ['Paris', '3.30'],
        ['Rock', '17.60'],
        [null, '35.20'],
      ])
      expect(JSON.stringify(version.receipt)).not.toMatch(/jos|anna/i)
      delete process.env.STARLIFT_MASK_KEY
    })

    test('two parents that spell one value in two ways are refused by name', async () => {
      const quarrel = from({
        ...tables,
        zones: { key: ['code'], columns: { code: 'varchar(9)' }, refs: {} },
        cities: { ...tables.cities, refs: { ...tables.cities.refs, zone: ['country', 'zones'] } },
      } as const)
      const places = quarrel.dimension('cities', (c) => ({ region: c.countryRow.region.name, zone: c.zone.code }))
      const both = quarrel.fact('orders', (o) => ({ place: places.at(o.customerRow.cityRow), amount: o.amount }))
      await using given = await shop('quarrel', {
        sql: `${SHOP} create table zones (code varchar(9) primary key) charset=utf8mb4 collate=utf8mb4_general_ci;
          insert into zones values ('fr'), ('es'), ('NO'), ('c'); alter table cities add foreign key (country) references zones (code);`,
        star: star({ orders: both.measures({ sales: sum('amount') }) }),
      })
      const failure = await failureOf(given.run())
      expect([failure.code, failure.exitCode]).toEqual(['KEY_COLLATION', 3])
      expect(failure.message).toMatch(/leads nowhere in 0 rows of the source, and in \d where bytes are compared/)
    })

    test('one relation that needs it leaves the others as they landed', async () => {
      const sql = SHOP.replaceAll(/insert into (cities|customers|orders) .*?;/g, '')
      await using given = await shop('plain', { sql })
      const { receipt } = await given.run()
      expect(receipt.notes).toEqual([
        "countries.region_code: 4 values staged as regions.code spells them: 'SS' → 'ss'; 'Süd  ' → 'SÜD'; 'nord' → 'NORD' …",
      ])
    })
  })
}
