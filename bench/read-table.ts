// Reads one table into Parquet by the live source: node read-table.ts <url> <table> <folder> [connections]
import { join } from 'node:path'
import { isTyped, tableOf } from '../src/core/schema.ts'
import { duckdbEngine } from '../src/engine/duckdb/duckdb-engine.ts'
import { mysqlSource } from '../src/source/mysql/mysql-source.ts'
import { NO_POLICY } from '../src/source/policy.ts'
import { stageTable } from '../src/stage/stage-table.ts'

const [url = '', table = '', folder = '', connections] = process.argv.slice(2)
const limits = connections === undefined ? {} : { connections: Number(connections) }
await using source = await mysqlSource({ url, policy: NO_POLICY, limits })
const columns = tableOf(await source.schema(), table)!.columns.filter(isTyped)
await using snapshot = await source.snapshot([{ table, columns }])
await using engine = await duckdbEngine({ scratch: folder, memory: '512MB' })
const rows = await stageTable(engine, snapshot, { table, columns }, { file: (i) => join(folder, `${i}.parquet`) })
console.log(rows)
