import { readdirSync } from 'node:fs'
import { readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { dump, type Failure, SERVED } from './failure.ts'

async function onlyFile(folder: string): Promise<string> {
  const [version] = readdirSync(folder)
  const [file] = readdirSync(join(folder, version!))
  return join(folder, version!, file!)
}

/** What the dump holds, and what became of the lake. */
export const FAILURES_OF_DATA: readonly Failure[] = [
  {
    code: 'SOURCE_MISSING',
    title: 'no dump where the config says',
    edits: { 'starlift.config.ts': [['shop.sql', 'nowhere.sql']] },
    says: `The dump <folder>/nowhere.sql cannot be opened.
${SERVED}
  → Check the path of the dump in the config.`,
  },
  {
    code: 'SOURCE_CORRUPT',
    title: 'a dump cut off inside a statement',
    spoil: (folder) => truncate(join(folder, 'shop.sql'), 950),
    says: `The dump ends inside a statement.
  The statement starts
  at line 25, byte 906
${SERVED}
  → Copy or make the dump again.`,
  },
  {
    code: 'SOURCE_CORRUPT',
    title: 'a dump cut off between statements',
    edits: dump('-- Dump completed on 2025-01-03  4:05:06\n', ''),
    says: `The dump ends before its last line, “Dump completed”.
${SERVED}
  → Copy or make the dump again.`,
  },
  {
    code: 'SOURCE_CORRUPT',
    title: 'a compressed dump cut off',
    spoil: async (folder) => {
      const file = join(folder, 'shop.sql')
      await writeFile(file, gzipSync(await readFile(file)).subarray(0, 300))
    },
    says: `The dump is not whole: its gzip data ends too early or is damaged.
${SERVED}
  → Copy or make the dump again.`,
  },
  {
    code: 'SOURCE_ENCODING',
    title: 'a character set that is not read',
    edits: dump('SET NAMES utf8mb4', 'SET NAMES sjis'),
    says: `The text of countries is in sjis, which Starlift does not read.
${SERVED}
  → Dump again with --default-character-set=utf8mb4.`,
  },
  {
    code: 'TYPE_OVERFLOW',
    title: 'a decimal of more digits than the lake holds',
    edits: dump('`amount` decimal(10,2)', '`amount` decimal(65,30)'),
    says: `orders.amount is DECIMAL(65,30); decimal(65,30) has more than the 38 digits that the lake holds
  Longest value found: 3 digits before, 2 after the point (row 1).
${SERVED}
  → In the config:  types: { 'orders.amount': … }   'decimal(5,2)'  keeps all of today's values;  'text'  keeps any value.`,
  },
  {
    code: 'TYPE_REFUSED',
    title: 'a type without an exact home',
    edits: dump('`amount` decimal(10,2)', '`amount` vector(3)'),
    says: `orders.amount is VECTOR(3); a vector has no exact home
${SERVED}
  → 'bytes' in types of the config, for its floats as they are stored`,
  },
  {
    code: 'VALUE_ZERO_DATE',
    title: 'a zero date and one that does not exist',
    edits: {
      'shop.sql': [
        ['2024-03-01', '0000-00-00'],
        ['2025-01-02', '2025-02-30'],
      ],
    },
    says: `orders.ordered holds 0000-00-00 in 2 of 3 rows; first: row 2 (id 11).
${SERVED}
  → In the config: zeroDates: { 'orders.ordered': 'null' }. It will be counted in the receipt.`,
  },
  {
    code: 'VALUE_INVALID',
    title: 'a text where a number should be',
    edits: dump('(11,1,', "(11,'x',"),
    says: `orders.customer_id, row 2: x is not a value of int.
  shop.sql
  at byte 968
${SERVED}
  → Correct the row, or take its column as text with types in the config.`,
  },
  {
    code: 'KEY_COLLATION',
    title: 'a text key in another spelling',
    edits: dump("'Bo','DE'", "'Bo','de'"),
    says: `customers(country) names rows of countries in another spelling: 'de' beside 'DE'
  MySQL may join them by collation; by their bytes they differ, and a dump has no server to ask.
${SERVED}
  → Read the live database, or correct the spelling in customers.`,
  },
  {
    code: 'CHECK_FAILED',
    title: 'a check of the model that does not hold',
    edits: {
      'shop.sql': [
        ['7.25', '-7.25'],
        ['12.50', '0.00'],
      ],
    },
    says: `amount > 0 does not hold in 2 rows of fact_orders   star.ts:11
  id 10
  id 11
${SERVED}
  → Correct the source, or the check in star.ts. Nothing was published.`,
  },
  {
    code: 'KEY_NOT_UNIQUE',
    title: 'a primary key twice in the dump',
    edits: dump('(11,1,', '(10,1,'),
    says: `orders(id) is not unique: (10) × 2
  The source declares it unique.
${SERVED}
  → Check that the dump holds each table once.`,
  },
  {
    code: 'LAKE_FALSE',
    title: 'a published file that was changed',
    args: ['check'],
    spoil: async (folder) => writeFile(await onlyFile(join(folder, 'lake/fact_orders')), 'PAR1'),
    says: `fact_orders/<file> is not the file that version 1 published
  Its sha256 differs from the one in the manifest.
  → Run again: it publishes new files. Until then, trust no figure of this version.`,
  },
  {
    code: 'LAKE_MISSING',
    title: 'no lake',
    args: ['query', 'select 1'],
    spoil: (folder) => rm(join(folder, 'lake'), { recursive: true }),
    says: `Nothing is published in <folder>/lake yet
  → npx starlift versions  lists what there is;  npx starlift run  publishes one.`,
  },
  {
    code: 'LAKE_DAMAGED',
    title: 'a published file that is gone',
    args: ['check'],
    spoil: async (folder) => rename(await onlyFile(join(folder, 'lake/fact_orders')), join(folder, 'gone')),
    says: `fact_orders/<file> is not there
  → Run again, or go back with  npx starlift rollback .`,
  },
  {
    code: 'LAKE_DAMAGED',
    title: 'a version’s manifest that is cut off',
    args: ['versions'],
    spoil: (folder) => truncate(join(folder, 'lake/_starlift/versions/000001.json'), 0),
    says: `_starlift/versions/000001.json cannot be read
  Unexpected end of JSON input
  → Restore it from a copy, or go back with  npx starlift rollback .`,
  },
  {
    code: 'QUESTION',
    title: 'a measure that is not there',
    args: ['ask', 'sale'],
    says: `The star has no measure sale
  Close names: sales.
  → npx starlift ask  lists what can be asked.`,
  },
  {
    code: 'QUERY',
    title: 'SQL with a fault',
    args: ['query', 'select amont from fact_orders'],
    says: `The SQL does not run
  Binder Error: Referenced column "amont" not found in FROM clause!
  Candidate bindings: "amount", "customer_key"
  
  LINE 1: select amont from fact_orders
                 ^
  → Tables and columns:  npx starlift query "select * from tables" .`,
  },
]
