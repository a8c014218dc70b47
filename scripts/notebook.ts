// Executes the analyst's notebook on the invented shop, through the sandbox, and keeps it: node scripts/notebook.ts python
// The Python has what examples/classicmodels/requirements.txt names.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { completeConfig, projectOf, sandboxEngine } from '../src/config.ts'
import { run } from '../src/pipeline/run.ts'
import { loadModel } from '../src/project-files.ts'
import { sampleDump } from '../src/sample/dump.ts'
import { startSandbox } from '../src/sandbox/sandbox.ts'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const EXAMPLE = at('examples/classicmodels')

export interface NotebookRun {
  readonly python: string
  readonly dump: Uint8Array
  /** Where the executed notebook goes. */
  readonly target: string
}

/** Publishes a dump to a bucket of a sandbox and a Glue database, and executes the notebook against its Athena. */
export async function executeNotebook({ python, dump, target }: NotebookRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'starlift-notebook-'))
  const before = { ...process.env }
  try {
    await using sandbox = await startSandbox({ port: 0, folder: join(folder, 'sandbox'), openEngine: sandboxEngine })
    const environment = {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    }
    Object.assign(process.env, environment)
    const s3 = new S3Client({ forcePathStyle: true })
    await s3.send(new CreateBucketCommand({ Bucket: 'lake' }))
    s3.destroy()
    writeFileSync(join(folder, 'shop.sql'), dump)
    const config = completeConfig(
      { source: { dump: 'shop.sql' }, lake: 's3://lake/star', glue: { database: 'star' } },
      join(folder, 'starlift.config.ts'),
    )
    await run(projectOf(config, await loadModel(join(EXAMPLE, 'star.ts'))))
    await python3(python, [at('scripts/execute-notebook.py'), join(EXAMPLE, 'analyst.py'), target], folder)
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Jupyter keeps its own files in the folder, and reads no settings of the user's. */
async function python3(python: string, args: readonly string[], folder: string): Promise<void> {
  const own = { IPYTHONDIR: folder, JUPYTER_CONFIG_DIR: folder, JUPYTER_RUNTIME_DIR: folder, MPLCONFIGDIR: folder }
  const child = spawn(python, [...args], {
    env: { ...process.env, ...own, MPLBACKEND: 'module://matplotlib_inline.backend_inline' },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`the notebook ended with ${code}:\n${said}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const dump = Buffer.concat([...sampleDump({ seed: 1 })])
  await executeNotebook({ python: process.argv[2] ?? 'python3', dump, target: join(EXAMPLE, 'analyst.ipynb') })
}
