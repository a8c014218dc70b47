import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pythonEnvironment } from './python.ts'

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url))
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy'

/** A Python that has the Spark of Glue 5.0 and its boto3; it needs a Java 17 on the machine. */
export async function sparkPython(): Promise<string> {
  const run = await pythonEnvironment(['pyspark==3.5.6', 'boto3==1.44.5'])
  return run<string>('result = _sys.executable')
}

interface Jar {
  readonly artifact: string
  readonly name: string
  readonly sha256: string
}

/** MySQL's JDBC driver. */
export const connectorJar = (): Promise<string> =>
  jar({
    artifact: 'com.mysql:mysql-connector-j:8.4.0',
    name: 'mysql-connector-j-8.4.0.jar',
    sha256: 'd77962877d010777cff997015da90ee689f0f4bb76848340e1488f2b83332af5',
  })

/** Iceberg for Spark 3.5. */
export const icebergJar = (): Promise<string> =>
  jar({
    artifact: 'org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.10.0',
    name: 'iceberg-spark-runtime-3.5_2.12-1.10.0.jar',
    sha256: '70f9471870b2d456167d703c829f098a446b86bb1379eee338c0efa03a341026',
  })

/** A jar, fetched once by Maven. */
async function jar({ artifact, name, sha256 }: Jar): Promise<string> {
  const place = join(CACHE, name)
  if (existsSync(place)) return place
  await mkdir(CACHE, { recursive: true })
  const draft = await mkdtemp(`${place}-draft-`)
  try {
    execFileSync('mvn', ['-q', '-B', COPY, `-Dartifact=${artifact}`, `-DoutputDirectory=${draft}`], { stdio: 'ignore' })
    const sum = createHash('sha256')
      .update(await readFile(join(draft, name)))
      .digest('hex')
    if (sum !== sha256) throw new Error(`${name} is not what it was: ${sum}`)
    await rename(join(draft, name), place)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return place
}
