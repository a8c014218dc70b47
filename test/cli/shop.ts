import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Folder, tempFolder } from './starlift.ts'

/** A project of three small tables: the least that has a dimension, a fact, a check, and keys of numbers and of text. */
const FILES = {
  'shop.sql': `-- MySQL dump 10.13  Distrib 8.0.39, for Linux (x86_64)
SET NAMES utf8mb4;
CREATE TABLE \`countries\` (
  \`code\` varchar(2) NOT NULL,
  \`name\` varchar(50) NOT NULL,
  PRIMARY KEY (\`code\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO \`countries\` VALUES ('DE','Germany'),('NL','Netherlands');
CREATE TABLE \`customers\` (
  \`id\` int NOT NULL,
  \`name\` varchar(50) NOT NULL,
  \`country\` varchar(2) DEFAULT NULL,
  PRIMARY KEY (\`id\`),
  CONSTRAINT \`land\` FOREIGN KEY (\`country\`) REFERENCES \`countries\` (\`code\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO \`customers\` VALUES (1,'Ada','NL'),(2,'Bo','DE'),(3,'Cy',NULL);
CREATE TABLE \`orders\` (
  \`id\` int NOT NULL,
  \`customer_id\` int NOT NULL,
  \`ordered\` date NOT NULL,
  \`amount\` decimal(10,2) NOT NULL,
  PRIMARY KEY (\`id\`),
  CONSTRAINT \`buyer\` FOREIGN KEY (\`customer_id\`) REFERENCES \`customers\` (\`id\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO \`orders\` VALUES (10,1,'2024-02-29',12.50),(11,1,'2024-03-01',7.25),(12,2,'2025-01-02',100.00);
-- Dump completed on 2025-01-03  4:05:06
`,
  'schema.ts': `const tables = {
  countries: { key: ['code'], columns: { code: 'varchar(2)', name: 'varchar(50)' }, refs: {} },
  customers: {
    key: ['id'],
    columns: { id: 'int', name: 'varchar(50)', country: 'varchar(2)?' },
    refs: { land: ['country', 'countries'] },
  },
  orders: {
    key: ['id'],
    columns: { id: 'int', customer_id: 'int', ordered: 'date', amount: 'decimal(10,2)' },
    refs: { customer: ['customer_id', 'customers'] },
  },
} as const
export const database: typeof tables = tables
`,
  'star.ts': `import { dates, from, gt, plus, star, sum } from 'starlift'
import { database } from './schema.ts'
const { dimension, fact } = from(database)
const customers = dimension('customers', (c) => ({ name: c.name, country: c.land.name }))
const orders = fact('orders', (o) => ({
  customer: customers.at(o.customer),
  ordered: dates.at(o.ordered),
  amount: o.amount,
  doubled: plus(o.amount, o.amount),
})).measures({ sales: sum('amount') })
export default star({ orders }, { checks: { orders: (o) => [gt(o.amount, 0)] } })
`,
  'starlift.config.ts': `import { defineConfig } from 'starlift'
export default defineConfig({ source: { dump: './shop.sql' } })
`,
} as const

type File = keyof typeof FILES
/** What to write instead of what, file by file. */
export type Edits = { readonly [F in File]?: readonly (readonly [string, string])[] }

/** The shop in a folder of its own, with these edits. */
export async function shop(edits: Edits = {}): Promise<Folder> {
  const folder = await tempFolder()
  for (const [file, text] of Object.entries(FILES)) await writeFile(join(folder.path, file), text)
  await edit(folder.path, edits)
  return folder
}

/** Changes files of a shop; text that is not there is a fault of the test. */
export async function edit(folder: string, edits: Edits): Promise<void> {
  for (const [file, changes] of Object.entries(edits)) {
    let text = await readFile(join(folder, file), 'utf8')
    for (const [from, to] of changes) {
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
      text = text.replace(from, () => to)
    }
    await writeFile(join(folder, file), text)
  }
}
