/** A run in a process of its own that dies at a moment of its choosing: `node kill-run.ts <folder> [<event> <step> <subject>]`. */
import { join } from 'node:path'
import { completeConfig, projectOf } from '../../src/config.ts'
import { definitionOf } from '../../src/model/star.ts'
import { run } from '../../src/pipeline/run.ts'
import { shopModel } from './shop.ts'

const [folder, kind, step, subject] = process.argv.slice(2) as [string, string?, string?, string?]

const config = completeConfig(
  { source: { dump: join(folder, 'dump.sql') }, duckdb: 'star.duckdb', threads: 2 },
  join(folder, 'config.ts'),
)
try {
  const { version } = await run(projectOf(config, definitionOf(shopModel)!), {
    listener: (event) => {
      const same = event.kind === kind && 'step' in event && event.step === step && event.subject === (subject ?? '')
      if (same) process.kill(process.pid, 'SIGKILL')
    },
  })
  process.stdout.write(`${version.version}\n`)
} catch (error) {
  process.stdout.write(`${(error as { code?: string }).code ?? String(error)}\n`)
  process.exitCode = 1
}
