import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pythonEnvironment } from './python.ts'

const JAR = fileURLToPath(new URL('../../.cache/mysql-connector-j-8.4.0.jar', import.meta.url))
const PLACE = 'https://repo1.maven.org/maven2/com/mysql/mysql-connector-j/8.4.0/mysql-connector-j-8.4.0.jar'
const SHA256 = 'd77962877d010777cff997015da90ee689f0f4bb76848340e1488f2b83332af5'

/** A Python that has the Spark of Glue 5.0; it needs a Java 17 on the machine. */
export async function sparkPython(): Promise<string> {
  const run = await pythonEnvironment(['pyspark==3.5.6'])
  return run<string>('result = _sys.executable')
}

/** MySQL's JDBC driver, fetched once. */
export async function connectorJar(): Promise<string> {
  if (existsSync(JAR)) return JAR
  const answer = await fetch(PLACE)
  if (!answer.ok) throw new Error(`Maven Central answered ${answer.status} for Connector/J`)
  const bytes = Buffer.from(await answer.arrayBuffer())
  const sum = createHash('sha256').update(bytes).digest('hex')
  if (sum !== SHA256) throw new Error(`Connector/J is not what it was: ${sum}`)
  await mkdir(dirname(JAR), { recursive: true })
  const draft = join(dirname(JAR), `connector-${process.pid}.draft`)
  await writeFile(draft, bytes)
  await rename(draft, JAR)
  return JAR
}
