import { readdirSync } from 'node:fs'
import { readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ErrorCode } from '../../src/core/error.ts'
import { type Edits, edit } from './shop.ts'
import { copyOf, type Folder, steady } from './starlift.ts'

export const SERVED = '  Version 1 (<time> UTC) is still served.'

export interface Failure {
  readonly code: ErrorCode
  readonly title: string
  /** What is changed in a shop of which one version is published. */
  readonly edits?: Edits
  readonly spoil?: (folder: string) => Promise<unknown>
  /** Default: run. */
  readonly args?: readonly string[]
  /** All that is printed, the code left out: what, lines, what is served, and the next step. */
  readonly says: string
}

export const config = (fields: string): Edits => ({ 'starlift.config.ts': [['source:', `${fields}, source:`]] })
export const dump = (from: string, to: string): Edits => ({ 'shop.sql': [[from, to]] })
const model = (from: string, to: string): Edits => ({ 'star.ts': [[from, to]] })

async function onlyFile(folder: string): Promise<string> {
  const [version] = readdirSync(folder)
  const [file] = readdirSync(join(folder, version!))
  return join(folder, version!, file!)
}

export const FAILURES: readonly Failure[] = [
  {
    code: 'USAGE',
    title: 'a command that is none',
    args: ['rnu'],
    says: `unknown command 'rnu'
  (Did you mean run?)
  → npx starlift --help  shows what can be said.`,
  },
  {
    code: 'USAGE',
    title: 'an option’s value that is none',
    args: ['run', '--wait', '5'],
    says: `option '--wait <time>' argument '5' is invalid. a time like 30s, 5m or 1h is needed
  → npx starlift run --help  shows what can be said.`,
  },
  {
    code: 'USAGE',
    title: 'an argument’s value that is none',
    args: ['rollback', 'x'],
    says: `x is not the number of a version
  → npx starlift versions  lists them.`,
  },
  {
    code: 'CONFIG',
    title: 'no config in this folder',
    args: ['run', '--config', 'other.config.ts'],
    says: `There is no other.config.ts here
  → Go to the folder of your project, name the file with --config, or try  npx starlift demo .`,
  },
  {
    code: 'CONFIG',
    title: 'unknown fields and impossible values, all at once',
    edits: config("lakes: './x', keep: 0"),
    says: `The config has 2 faults
  keep: Too small: expected number to be >=1
  config: Unrecognized key: "lakes"
  → Correct starlift.config.ts; an editor shows each field with its meaning.`,
  },
  {
    code: 'CONFIG',
    title: 'a config that is no TypeScript',
    edits: { 'starlift.config.ts': [['})', '}']] },
    says: `starlift.config.ts does not load
  Expected ',', got '<eof>'
  → Correct it; an editor or  npx tsc --noEmit  shows where.`,
  },
  {
    code: 'CONFIG',
    title: 'a database that the dump does not hold',
    edits: {
      'shop.sql': [['CREATE TABLE', 'CREATE DATABASE a; USE a; CREATE TABLE']],
      'starlift.config.ts': [["'./shop.sql'", "'./shop.sql', database: 'b'"]],
    },
    says: `The dump has no tables of a database b.
  a
${SERVED}
  → Name one in the config: database: 'a'.`,
  },
  {
    code: 'MODEL_LOAD',
    title: 'a model that is no TypeScript',
    edits: model('export default star(', 'export default star(('),
    says: `<folder>/star.ts does not load
  Expected ',', got '<eof>'
${SERVED}
  → Correct it; an editor or  npx tsc --noEmit  shows where.`,
  },
  {
    code: 'MODEL_LOAD',
    title: 'a model that exports no star',
    edits: model('export default', 'export const other ='),
    says: `<folder>/star.ts does not export a star
${SERVED}
  → End it with  export default star({ … }) .`,
  },
  {
    code: 'MODEL_COLUMN',
    title: 'a column mistyped in star.ts',
    edits: model('c.land.name', 'c.land.nmae'),
    says: `countries has no column or relation nmae; star.ts:4 uses it
  Close names: name.
${SERVED}
  → Correct the name, or run  npx starlift pull  if it is new in the database.`,
  },
  {
    code: 'MODEL_COLUMN',
    title: 'a table mistyped in star.ts',
    edits: model("fact('orders'", "fact('ordres'"),
    says: `There is no table ordres in schema.ts; star.ts:5 uses it
  Close names: orders.
${SERVED}
  → Correct the name, or run  npx starlift pull  if the table is new.`,
  },
  {
    code: 'MODEL_COLUMN',
    title: 'a column gone from the dump',
    edits: dump('`name` varchar(50) NOT NULL,\n  `country`', '`names` varchar(50) NOT NULL,\n  `country`'),
    says: `customers.name is gone from the database; star.ts:4 uses it
  Present in schema.ts, absent now. Close names: names.
${SERVED}
  → npx starlift pull shows every line to change; tsc finds them too.`,
  },
  {
    code: 'MODEL_COLUMN',
    title: 'a foreign key gone from the dump',
    edits: dump(',\n  CONSTRAINT `buyer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`)', ''),
    says: `The foreign key behind orders.customer is gone from the database, and the config does not name it; star.ts:6 uses it
${SERVED}
  → Run  npx starlift pull , or name the relation in the config under pull.references: each run will prove it.`,
  },
  {
    code: 'MODEL_AMBIGUOUS',
    title: 'a table to which several foreign keys lead',
    edits: {
      'schema.ts': [["{ customer: ['customer_id'", "{ payer: ['id', 'customers'], buyer: ['customer_id'"]],
    },
    says: `orders reaches customers by 2 foreign keys: payer, buyer
  orders.customer does not exist, because it could mean any of them.
${SERVED}
  → Pick one at star.ts:6.`,
  },
  {
    code: 'MODEL_NO_KEY',
    title: 'a fact of a table without a key',
    edits: dump('PRIMARY KEY (`id`),\n  CONSTRAINT `buyer`', 'CONSTRAINT `buyer`'),
    says: `Table orders has no primary or unique key, so a row of it cannot be a grain or a member   star.ts:5
  (id) is unique in today's 3 rows.
${SERVED}
  → Declare it:  pull: { keys: { "orders": ['id'] } } . Each run will prove it again and stop if it is not.`,
  },
  {
    code: 'MODEL_TYPE',
    title: 'a sum of a text',
    edits: model('plus(o.amount, o.amount)', 'plus(o.customer.name, o.amount)'),
    says: `plus needs two exact numbers, and has text and decimal(10,2) (star.ts:9)
${SERVED}
  → Correct star.ts:9.`,
  },
  {
    code: 'MODEL_NAME',
    title: 'two columns of one published name',
    edits: model('doubled:', 'Amount:'),
    says: `The name "amount" of Amount in fact_orders is also the name of amount
${SERVED}
  → Give it another name in star.ts; tables and dimensions can be named by  star(facts, { names: { … } }).`,
  },
  {
    code: 'PULL_NAME',
    title: 'a foreign key of which every name is a column’s',
    edits: dump('`customer_id` int NOT NULL,', '`customer_id` int NOT NULL, `customer` int, `customerIdRow` int,'),
    args: ['pull'],
    says: `The foreign key orders(customer_id) → customers has no free name: customer, customer, customerIdRow are taken
  → Name it in the config:  pull: { names: { 'orders.customer_id': '…' } } .`,
  },
  {
    code: 'POLICY',
    title: 'a type that a column cannot be read as',
    edits: config("types: { 'orders.amount': 'boolean' }"),
    says: `orders.amount is decimal(10,2) and cannot be read as 'boolean'.
${SERVED}
  → For this column: 'text' or 'decimal(p,s)'.`,
  },
  {
    code: 'POLICY',
    title: 'a policy for a column that is not there',
    edits: config("zeroDates: { 'orders.orderd': 'null' }"),
    says: `zeroDates of the config names orders.orderd, which the source does not have.
${SERVED}
  → Did you mean orders.ordered?`,
  },
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
    says: `fact_orders/<file> cannot be read
  ENOENT: no such file or directory, open '<folder>/lake/fact_orders/<file>'
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

/** A copy of a published shop, with what makes the failure. */
export async function spoilt(published: Folder, { edits, spoil }: Failure): Promise<Folder> {
  const folder = await copyOf(published.path)
  await edit(folder.path, edits ?? {})
  await spoil?.(folder.path)
  return folder
}

/** Output without the places that are the test's own. */
export const shown = (text: string, { path }: Folder): string =>
  steady(text.replaceAll(path, '<folder>'))
    .replace(/v000001-\w+\/[\w-]+\.parquet/g, '<file>')
    .replace(/\.draft-\w+/, '<draft>')
