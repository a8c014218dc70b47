import { customerRows } from './customers.ts'
import { employeeRows } from './employees.ts'
import { insertRows } from './insert.ts'
import { officeRows } from './offices.ts'
import { orderLineRows } from './order-lines.ts'
import { orderRows } from './orders.ts'
import { paymentRows } from './payments.ts'
import { productLineRows } from './product-lines.ts'
import { productRows } from './products.ts'
import { type SampleSize, sampleSize } from './size.ts'
import { type SampleTable, type SampleTableName, TABLES } from './tables.ts'

/** The database that the dump creates; not the exercise's, whose tables it would drop. */
export const SAMPLE_DATABASE = 'starlift_sample'

export interface SampleOptions {
  /** A whole number of 32 bits, 1 unless told; another seed gives other rows with the same flaws. */
  readonly seed?: number
  /** 1, 2, 3 …: how many times the exercise's customers, orders, order lines and payments. */
  readonly scale?: number
}

/**
 * An invented database in the form mysqldump gives it, in pieces of about 64 KB. Options that are the same give the
 * same bytes on every machine; memory does not grow with the scale. It loads into MySQL and MariaDB as it stands.
 */
export function* sampleDump(options: SampleOptions = {}): Generator<Buffer> {
  const size = sampleSize(options.seed ?? 1, options.scale ?? 1)
  yield Buffer.from(HEADER)
  for (const name of Object.keys(ROWS) as SampleTableName[]) {
    for (const piece of dumpTable(TABLES[name], ROWS[name](size))) yield Buffer.from(piece, 'latin1')
  }
  yield Buffer.from(FOOTER)
}

const ROWS: Record<SampleTableName, (size: SampleSize) => Iterable<string>> = {
  customers: customerRows,
  employees: employeeRows,
  offices: officeRows,
  orderdetails: orderLineRows,
  orders: orderRows,
  payments: paymentRows,
  productlines: productLineRows,
  products: productRows,
}

function* dumpTable(table: SampleTable, rows: Iterable<string>): Generator<string> {
  yield createTable(table)
  yield `${title(`Dumping data for table \`${table.name}\``)}
LOCK TABLES \`${table.name}\` WRITE;
/*!40000 ALTER TABLE \`${table.name}\` DISABLE KEYS */;
`
  yield* insertRows(table.name, rows)
  yield `/*!40000 ALTER TABLE \`${table.name}\` ENABLE KEYS */;
UNLOCK TABLES;
`
}

function createTable({ name, charset, definitions }: SampleTable): string {
  const collation = charset === 'utf8mb4' ? ' COLLATE=utf8mb4_general_ci' : ''
  return `${title(`Table structure for table \`${name}\``)}
DROP TABLE IF EXISTS \`${name}\`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE \`${name}\` (
${definitions.map((definition) => `  ${definition}`).join(',\n')}
) ENGINE=InnoDB DEFAULT CHARSET=${charset}${collation};
/*!40101 SET character_set_client = @saved_cs_client */;
`
}

const title = (words: string): string => `\n--\n-- ${words}\n--\n`

const HEADER = `-- MySQL dump 10.13  Distrib 8.0.39, for Linux (x86_64)
--
-- Host: localhost    Database: ${SAMPLE_DATABASE}
-- ------------------------------------------------------
-- Server version\t8.0.39

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

--
-- Current Database: \`${SAMPLE_DATABASE}\`
-- Invented by Starlift: its people, companies and products do not exist.
--

CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`${SAMPLE_DATABASE}\` /*!40100 DEFAULT CHARACTER SET utf8mb4 */;

USE \`${SAMPLE_DATABASE}\`;
`

const FOOTER = `/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed on 2025-06-01  0:00:00
`
