import { openProject } from '../open-project.ts'
import { check as checkProject, differencesOf } from '../pipeline/check.ts'
import type { CommonOptions } from './options.ts'
import { counted, good, print, printJson, warn } from './text.ts'

/** Says whether the published figures are true, and whether the source has moved on since. */
export async function check({ config, json }: CommonOptions): Promise<void> {
  const result = await checkProject(await openProject(config))
  const { version, files, proofs, position, drift, modelChanged } = result
  if (json) return printJson({ version: version.version, files, proofs, position, drift, modelChanged })
  print(`files    ${counted(files, 'file')} of version ${version.version} are those that were proven ${good('✓')}`)
  if (modelChanged)
    print(`${warn('model')}    star.ts has changed since; the figures are compared with the source by the next run`)
  else if (drift.length === 0)
    print(
      `source   version ${version.version} equals ${version.receipt.witness} as it is now, ${counted(proofs, 'proof')} ${good('✓')}`,
    )
  else printDrift(drift.flatMap(differencesOf), version.published)
}

function printDrift(lines: readonly string[], published: string): void {
  print(
    `${warn('drift')}    the source has changed since ${published.slice(0, 16).replace('T', ' ')} UTC; the published figures were true then`,
  )
  for (const line of lines) print(`         ${line}`)
  print('         npx starlift run  publishes the source as it is now')
}
