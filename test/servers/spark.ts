import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pythonEnvironment } from './python.ts'

const JAR = fileURLToPath(new URL('../../.cache/mysql-connector-j-8.4.0.jar', import.meta.url))
const ARTIFACT = 'com.mysql:mysql-connector-j:8.4.0'
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy'
const SHA256 = 'd77962877d010777cff997015da90ee689f0f4bb76848340e1488f2b83332af5'

/** A Python that has the Spark of Glue 5.0 and its boto3; it needs a Java 17 on the machine. */
export async function sparkPython(): Promise<string> {
  const run = await pythonEnvironment(['pyspark==3.5.6', 'boto3==1.44.5'])
  return run<string>('result = _sys.executable')
}

/** MySQL's JDBC driver, fetched once by Maven. */
export async function connectorJar(): Promise<string> {
  if (existsSync(JAR)) return JAR
  await mkdir(dirname(JAR), { recursive: true })
  const draft = await mkdtemp(`${JAR}-draft-`)
  try {
    execFileSync('mvn', ['-q', '-B', COPY, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${draft}`], { stdio: 'ignore' })
    const file = join(draft, basename(JAR))
    const sum = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    if (sum !== SHA256) throw new Error(`Connector/J is not what it was: ${sum}`)
    await rename(file, JAR)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return JAR
}
