import { config, dump, type Failure, model, SERVED } from './failure.ts'

/** What people write: command line, config, model, policy. */
export const FAILURES_OF_PEOPLE: readonly Failure[] = [
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
]
