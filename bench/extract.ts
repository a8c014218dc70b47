// How fast a table of order lines goes from MariaDB to Parquet, beside what else there is, in turns in one run: node bench/extract.ts [rows] [rounds]
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectorJar } from '../test/servers/spark.ts'
import { type Cost, costOf } from './cost.ts'
import { DATABASE, ordersServer, USER } from './orders-server.ts'
import { DUCKDB, inPython, POLARS, printRatios, rawPull } from './peers.ts'

const ROWS = Number(process.argv[2] ?? 10_000_000)
const ROUNDS = Number(process.argv[3] ?? 3)
const TABLE = 'orderdetails'
const READER = fileURLToPath(new URL('./read-table.ts', import.meta.url))

interface Contestant {
  readonly name: string
  /** The command that leaves Parquet in a folder; of the raw pull, nothing. */
  readonly command: (folder: string) => readonly string[]
  readonly quiet?: true
}

const HALF = Math.floor(ROWS / 20)
const server = await ordersServer(ROWS)
const place = `127.0.0.1:${server.port}/${DATABASE}`
const url = `mysql://${USER.name}:${USER.password}@${place}`

const connectorx = `import sys, connectorx as cx
cx.read_sql("${url}", "select * from ${TABLE}", return_type="polars", partition_on="orderNumber", partition_num=2).write_parquet(sys.argv[1] + "/x.parquet", compression="zstd")`

const dlt = `import sys, os
os.environ.update({"RUNTIME__DLTHUB_TELEMETRY": "false", "NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION": "true"})
import dlt
from dlt.sources.sql_database import sql_table
table = sql_table(credentials="${url.replace('mysql:', 'mysql+pymysql:')}", table="${TABLE}", backend="connectorx", backend_kwargs={"conn": "${url}"}, reflection_level="full")
dlt.pipeline("bench", destination=dlt.destinations.filesystem("file://" + sys.argv[1]), pipelines_dir=sys.argv[1] + "/state", dataset_name="d").run(table, loader_file_format="parquet")`

const duckdb = `import sys, duckdb
from duckdb_extensions import import_extension
con = duckdb.connect(); import_extension("mysql_scanner", con=con); con.execute("load mysql_scanner")
con.execute("attach 'host=127.0.0.1 port=${server.port} user=${USER.name} password=${USER.password} database=${DATABASE}' as m (type mysql, read_only)")
con.execute("set threads = 2")
con.execute("copy (from m.${TABLE} where orderNumber <= ${HALF} union all from m.${TABLE} where orderNumber > ${HALF}) to '" + sys.argv[1] + "/x.parquet' (format parquet, compression zstd)")`

const spark = (jar: string): string => `import sys
from pyspark.sql import SparkSession
session = SparkSession.builder.master("local[2]").config("spark.jars", "${jar}").config("spark.driver.memory", "2g").config("spark.ui.enabled", "false").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").config("spark.sql.parquet.compression.codec", "zstd").getOrCreate()
session.read.jdbc("jdbc:mysql://${place}?useSSL=false&allowPublicKeyRetrieval=true&useCursorFetch=true&defaultFetchSize=10000", "${TABLE}", column="orderNumber", lowerBound=1, upperBound=${HALF * 2}, numPartitions=2, properties={"user": "${USER.name}", "password": "${USER.password}", "driver": "com.mysql.cj.jdbc.Driver"}).write.parquet(sys.argv[1] + "/spark")`

const raw: Contestant = {
  name: 'raw pull',
  quiet: true,
  command: () => rawPull(server.port),
}
const ours = (connections: number): Contestant => ({
  name: `starlift, ${connections} connections`,
  command: (folder) => [process.execPath, READER, url, TABLE, folder, String(connections)],
})

const peer = (name: string, packages: readonly string[], script: string): Promise<readonly Contestant[]> =>
  inPython(name, packages, (python) => ({ name, command: (folder) => [python, '-c', script, folder] }))

async function sparkContestant(): Promise<readonly Contestant[]> {
  const jar = await connectorJar().catch(() => null)
  if (jar === null || !existsSync(jar)) console.log('Spark’s JDBC driver cannot be had')
  return jar === null ? [] : peer('Spark over JDBC', ['pyspark==3.5.6', 'boto3==1.44.5'], spark(jar))
}

const contestants: readonly Contestant[] = [
  raw,
  ours(2),
  ours(3),
  ...(await peer('connectorx → polars', POLARS, connectorx)),
  ...(await peer(
    'dlt over connectorx',
    ['dlt[parquet]==1.31.0', 'connectorx==0.4.6', 'sqlalchemy==2.1.9', 'pymysql==1.2.4', 'pyarrow==26.0.1'],
    dlt,
  )),
  ...(await peer('DuckDB with its mysql extension', DUCKDB, duckdb)),
  ...(await sparkContestant()),
]

const costs = new Map<Contestant, Cost[]>(contestants.map((each) => [each, []]))
try {
  for (let round = 0; round < ROUNDS; round++)
    for (const each of [...costs.keys()]) {
      const folder = mkdtempSync(join(tmpdir(), 'starlift-bench-'))
      try {
        costs.get(each)!.push(await costOf(each.command(folder), each))
        if (each !== raw && readdirSync(folder).length === 0) throw new Error('no Parquet was written')
      } catch (error) {
        console.log(`${each.name} failed: ${String((error as Error).message).slice(-600)}`)
        costs.delete(each)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
} finally {
  await server[Symbol.asyncDispose]()
}

printRatios(
  `${ROWS.toLocaleString('en-US')} rows`,
  [...costs].map(([{ name }, each]) => [name, each]),
)
