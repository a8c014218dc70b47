// The whole star of order lines, from MariaDB to Parquet, beside what else there is, in turns in one run: node bench/star.ts [rows] [rounds]
// Needs a build: npm run --silent build
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Cost, costOf } from './cost.ts'
import { DATABASE, ordersServer, USER } from './orders-server.ts'
import { DUCKDB, inPython, POLARS, printRatios, rawPull } from './peers.ts'

const ROWS = Number(process.argv[2] ?? 10_000_000)
const ROUNDS = Number(process.argv[3] ?? 2)
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
/** Below the package, so that star.ts finds `starlift`. */
const CACHE = fileURLToPath(new URL('../.cache/', import.meta.url))

const STAR = `import { dates, from, star, sum, times } from 'starlift'
import { database } from './schema.ts'

const { dimension, fact } = from(database)
const products = dimension('products', (p) => ({ name: p.productName, line: p.productLine }))
const customers = dimension('customers', (c) => ({ name: c.customerName, city: c.city, country: c.country }))
const lines = fact('orderdetails', (line) => ({
  product: products.at(line.PRODUCT),
  customer: customers.at(line.ORDER.CUSTOMER),
  date: dates.at(line.ORDER.orderDate),
  quantity: line.quantityOrdered,
  sales: times(line.quantityOrdered, line.priceEach),
})).measures({ units: sum('quantity'), sales: sum('sales') })

export default star({ lines })
`

const server = await ordersServer(ROWS)
const url = `mysql://${USER.name}:${USER.password}@127.0.0.1:${server.port}/${DATABASE}`
mkdirSync(CACHE, { recursive: true })
const folder = mkdtempSync(join(CACHE, 'bench-star-'))
const config = (more: string): string => `import { defineConfig } from 'starlift'
export default defineConfig({ source: { mysql: { url: '${url}' } }, duckdb: false, memory: '350MB', scratch: '${folder}/scratch'${more} })`

const starlift = (...args: readonly string[]): readonly string[] => [
  'env',
  '-C',
  folder,
  process.execPath,
  MAIN,
  ...args,
]

const STAR_SQL = `select d.orderNumber, d.orderLineNumber, p.product_key, c.customer_key, o.orderDate, d.quantityOrdered, cast(d.quantityOrdered * d.priceEach as decimal(18,2)) as sales
from orderdetails d join orders o using (orderNumber) join dim_products p using (productCode) join dim_customers c using (customerNumber)`

const duckdb = `import sys, duckdb
from duckdb_extensions import import_extension
con = duckdb.connect(); import_extension("mysql_scanner", con=con); con.execute("load mysql_scanner")
con.execute("attach 'host=127.0.0.1 port=${server.port} user=${USER.name} password=${USER.password} database=${DATABASE}' as m (type mysql, read_only)")
con.execute("set threads = 2")
for table in ("products", "customers"): con.execute(f"create table dim_{table} as select row_number() over ()::int as {table[:-1]}_key, * from m.{table}")
con.execute("create table orders as from m.orders"); con.execute("create view orderdetails as from m.orderdetails")
for table, select in (("products", "from dim_products"), ("customers", "from dim_customers"), ("fact", """${STAR_SQL}""")):
    con.execute(f"copy ({select}) to '${folder}/{table}.parquet' (format parquet, compression zstd)")`

interface Contestant {
  readonly name: string
  readonly command: readonly string[]
  readonly quiet?: true
}

const polars = `import connectorx as cx, polars as pl
def read(sql, **more): return cx.read_sql("${url}", sql, return_type="polars", **more)
products = read("select * from products").with_row_index("product_key", 1)
customers = read("select * from customers").with_row_index("customer_key", 1)
orders = read("select orderNumber, orderDate, customerNumber from orders")
lines = read("select * from orderdetails", partition_on="orderNumber", partition_num=2)
fact = (lines.lazy().join(orders.lazy(), on="orderNumber").join(products.lazy().select("productCode", "product_key"), on="productCode")
  .join(customers.lazy().select("customerNumber", "customer_key"), on="customerNumber")
  .select("orderNumber", "orderLineNumber", "product_key", "customer_key", "orderDate", "quantityOrdered", (pl.col("quantityOrdered") * pl.col("priceEach")).alias("sales")).collect())
for name, frame in (("products", products), ("customers", customers), ("fact", fact)): frame.write_parquet("${folder}/" + name + ".parquet", compression="zstd")`

const peer = (name: string, packages: readonly string[], script: string): Promise<readonly Contestant[]> =>
  inPython(name, packages, (python) => ({ name: `${name}, nothing proven`, command: [python, '-c', script] }))

const raw: Contestant = {
  name: 'raw pull of orderdetails',
  quiet: true,
  command: rawPull(server.port),
}

const costs = new Map<Contestant, Cost[]>()
try {
  writeFileSync(join(folder, 'starlift.config.ts'), config(''))
  await costOf(starlift('pull'))
  writeFileSync(join(folder, 'star.ts'), await namedStar())
  const contestants: readonly Contestant[] = [
    raw,
    { name: 'starlift run: built, proven, published', command: starlift('run') },
    { name: 'starlift run again, nothing changed', command: starlift('run') },
    { name: 'starlift run --deep', command: starlift('run', '--deep') },
    ...(await peer('connectorx → polars', POLARS, polars)),
    ...(await peer('DuckDB with its mysql extension', DUCKDB, duckdb)),
  ]
  for (let round = 0; round < ROUNDS; round++) {
    rmSync(join(folder, 'lake'), { recursive: true, force: true })
    for (const each of contestants) {
      const cost = await costOf(each.command, each).catch((error: Error) =>
        console.log(`${each.name}: ${error.message}`),
      )
      if (!cost) continue
      costs.set(each, [...(costs.get(each) ?? []), cost])
      if (each.name.startsWith('starlift') && round === 0) console.log(cost.stdout)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
  await server[Symbol.asyncDispose]()
}

/** The model with the relations' names as pull gives them. */
async function namedStar(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const schema = await readFile(join(folder, 'schema.ts'), 'utf8')
  const named = (table: string): string =>
    new RegExp(`(\\w+): \\{[^}]*to: '${table}'`).exec(schema)?.[1] ?? table.slice(0, -1)
  return STAR.replaceAll('PRODUCT', named('products'))
    .replaceAll('ORDER', named('orders'))
    .replaceAll('CUSTOMER', named('customers'))
}

printRatios(
  `${ROWS.toLocaleString('en-US')} order lines`,
  [...costs].map(([{ name }, each]) => [name, each]),
)
