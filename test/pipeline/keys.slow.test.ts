import { describe, expect, test } from 'vitest'
import { rollback } from '../../src/lake/rollback.ts'
import { ask, type Published, type TestProject, testProject } from './project.ts'
import { type Shop, shopDump, shopModel } from './shop.ts'

const SHOP: Shop = {
  customers: [
    ['b', 'Bea', 'Lyon', null],
    ['Z', 'Zoé', null, null],
    ['ä', 'Änne', 'Lyon', 'Rhône'],
    ['a', 'Al', 'Lyon', null],
  ],
  orders: [
    [1, 'a', '2024-01-01', '1.10'],
    [2, 'b', '2024-01-02', '2.20'],
    [3, 'Z', null, '3.30'],
    [4, 'ä', '2024-12-31', '4.40'],
  ],
}

const open = (shop = SHOP): Promise<TestProject> => testProject({ dump: shopDump(shop), model: shopModel })
const without = (id: string, { customers, orders }: Shop = SHOP): Shop => ({
  customers: customers.filter(([one]) => one !== id),
  orders: orders.filter(([, customer]) => customer !== id),
})

async function next(given: TestProject, shop: Shop): Promise<Published> {
  await given.dump(shopDump(shop))
  return given.run()
}

const customerKeys = async ({ project }: TestProject, version: Published): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await ask(project, version, 'select id, customer_key from dim_customers where customer_key > 0')).map(
      ([id, key]) => [id, Number(key)],
    ),
  )

/** Fails where one number stood for two members in any of these versions, by what the lake keeps of them. */
async function neverReused(given: TestProject, versions: readonly Published[]): Promise<void> {
  const meaning = new Map<number, string>()
  for (const version of versions) {
    for (const [id, key] of Object.entries(await customerKeys(given, version))) {
      expect(meaning.get(key) ?? id).toBe(id)
      meaning.set(key, id)
    }
  }
}

describe('numbers of members', () => {
  test('follow the bytes of the natural key, and not the source’s order or its language', async () => {
    await using given = await open()
    expect(await customerKeys(given, await given.run())).toEqual({ Z: 1, a: 2, b: 3, ä: 4 })
  })

  test('stay through inserts, deletes, and a member that comes back', async () => {
    await using given = await open()
    const first = await given.run()
    const second = await next(given, without('a'))
    const third = await next(given, {
      ...without('a'),
      customers: [...without('a').customers, ['A', 'Ada', null, null]],
    })
    const fourth = await next(given, {
      ...SHOP,
      customers: [...SHOP.customers, ['A', 'Ada', null, null], ['0', 'Nil', null, null]],
    })
    expect(await customerKeys(given, second)).toEqual({ Z: 1, b: 3, ä: 4 })
    expect(await customerKeys(given, third)).toEqual({ Z: 1, b: 3, ä: 4, A: 5 })
    expect(await customerKeys(given, fourth)).toEqual({ Z: 1, a: 2, b: 3, ä: 4, A: 5, '0': 6 })
    expect(fourth.receipt.notes).toContain('members of customers since version 3: 2 new')
    await neverReused(given, [first, second, third, fourth])
  })

  test('the last member’s number is not given to the next', async () => {
    await using given = await open()
    const first = await given.run()
    const second = await next(given, without('ä'))
    const third = await next(given, {
      ...without('ä'),
      customers: [...without('ä').customers, ['ö', 'Östen', null, null]],
    })
    expect((await customerKeys(given, third)).ö).toBe(5)
    await neverReused(given, [first, second, third])
  })

  test('an order that moves to another customer changes its line and no member', async () => {
    await using given = await open()
    const first = await given.run()
    const second = await next(given, {
      ...SHOP,
      orders: SHOP.orders.map(([id, who, ...rest]) => [id, id === 1 ? 'b' : who, ...rest]),
    })
    expect(second.tables.dim_customers).toEqual(first.tables.dim_customers)
    const lines = 'select id, customer_key from fact_orders order by id'
    expect(await ask(given.project, first, lines)).toEqual([
      ['1', '2'],
      ['2', '3'],
      ['3', '1'],
      ['4', '4'],
    ])
    expect(await ask(given.project, second, lines)).toEqual([
      ['1', '3'],
      ['2', '3'],
      ['3', '1'],
      ['4', '4'],
    ])
  })

  test('are not used again after a rollback that forgets their members', async () => {
    await using given = await open(without('b'))
    const first = await given.run()
    const second = await next(given, SHOP)
    const third = await rollback(given.project.store, 1, 'test')
    expect(third).toMatchObject({ version: 3, basedOn: 2, rollbackOf: 1, tables: first.tables })
    const fourth = await next(given, {
      ...without('b'),
      customers: [...without('b').customers, ['c', 'Cid', null, null]],
    })
    const fifth = await next(given, SHOP)
    expect(await customerKeys(given, second)).toEqual({ Z: 1, a: 2, ä: 3, b: 4 })
    expect(await customerKeys(given, fourth)).toEqual({ Z: 1, a: 2, ä: 3, c: 5 })
    expect(await customerKeys(given, fifth)).toEqual({ Z: 1, a: 2, ä: 3, b: 4 })
    await neverReused(given, [first, second, fourth, fifth])
  })

  test('are given anew, above all others, where the natural key becomes a number, and kept where that number grows', async () => {
    await using given = await open()
    const first = await given.run()
    const numbered = shopDump({
      customers: [['7', 'Bea', 'Lyon', null]],
      orders: [[1, '7', null, '1.00']],
    }).replaceAll(/(customers \(id|customer_id) varchar\(20\)/g, '$1 int')
    await given.dump(numbered)
    const second = await given.run()
    expect(await customerKeys(given, second)).toEqual({ '7': 5 })
    await neverReused(given, [first, second])
    await given.dump(
      numbered
        .replaceAll(' int NOT NULL, name', ' bigint NOT NULL, name')
        .replace('customer_id int', 'customer_id bigint'),
    )
    expect(await customerKeys(given, await given.run())).toEqual({ '7': 5 })
  })
})

test('distinct places keep NULLs apart from each other and from text', async () => {
  await using given = await open({
    customers: [
      ['1', 'a', null, null],
      ['2', 'b', null, 'NULL'],
      ['3', 'c', 'NULL', null],
      ['4', 'd', '', ''],
      ['5', 'e', '', null],
      ['6', 'f', null, null],
    ],
    orders: ['1', '2', '3', '4', '5', '6'].map((id) => [Number(id), id, null, `${id}.00`]),
  })
  const version = await given.run()
  expect(
    await ask(given.project, version, 'select place_key, city, state from dim_places where place_key > 0 order by 1'),
  ).toEqual([
    ['1', null, null],
    ['2', null, 'NULL'],
    ['3', '', null],
    ['4', '', ''],
    ['5', 'NULL', null],
  ])
  expect(await ask(given.project, version, 'select id, place_key from fact_orders order by 1')).toEqual([
    ['1', '1'],
    ['2', '2'],
    ['3', '5'],
    ['4', '4'],
    ['5', '3'],
    ['6', '1'],
  ])
})

test('a row without a customer, with one that is not there, and with one that the dimension leaves out', async () => {
  await using given = await open({
    customers: [...SHOP.customers, ['s', 'secret', 'Nice', null]],
    orders: [
      ...SHOP.orders,
      [5, null, '2024-05-05', '5.00'],
      [6, 'nobody', '2024-05-05', '6.00'],
      [7, 's', '2024-05-05', '7.00'],
    ],
  })
  const version = await given.run()
  const lines = 'select id, customer_key, place_key, day_key from fact_orders where id > 2 order by 1'
  const nice = await ask(given.project, version, "select place_key from dim_places where city = 'Nice'")
  expect(await ask(given.project, version, lines)).toEqual([
    ['3', '1', expect.any(String), '-1'],
    ['4', '4', expect.any(String), '20241231'],
    ['5', '-1', '-1', '20240505'],
    ['6', '-2', '-2', '20240505'],
    ['7', '-2', nice[0]![0], '20240505'],
  ])
  expect(version.receipt.checks).toContainEqual({ check: 'orders(customer_id) resolves in customers', failing: 1 })
})
