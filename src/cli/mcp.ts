import { createInterface } from 'node:readline'
import { adaptersOf, openStore } from '../config.ts'
import { versionNumbers } from '../lake/version.ts'
import { openServed, type Served } from '../pipeline/served.ts'
import { loadConfig } from '../project-files.ts'
import { proofCount } from '../prove/receipt.ts'
import { answerMessage } from '../serve/mcp/protocol.ts'
import type { ServedStar } from '../serve/mcp/tools.ts'
import type { CommonOptions } from './options.ts'
import { ours } from './version.ts'

/** Speaks the Model Context Protocol on stdin and stdout until stdin ends: the published star for assistants, read only. */
export async function mcp({ config: file }: CommonOptions): Promise<void> {
  const config = await loadConfig(file)
  const store = openStore(config)
  let served: Served = await openServed(adaptersOf(config))
  const star = async (): Promise<ServedStar> => {
    const newest = (await versionNumbers(store)).at(-1)
    if (newest !== undefined && newest !== served.version.version) {
      const before = served
      served = await openServed(adaptersOf(config))
      await before[Symbol.asyncDispose]()
    }
    return servedStar(served)
  }
  const server = { star, program: ours.version }
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue
    const response = await answerMessage(line, server)
    if (response) process.stdout.write(`${JSON.stringify(response)}\n`)
  }
  await served[Symbol.asyncDispose]()
}

function servedStar({ version, engine }: Served): ServedStar {
  const files = Object.values(version.tables).flatMap((table) => table.files)
  return {
    plan: version.plan,
    engine,
    version: {
      version: version.version,
      published: version.published,
      witness: version.receipt.witness,
      position: version.source.position,
      proofs: proofCount(version.receipt),
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    },
  }
}
