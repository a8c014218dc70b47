import { openStoreAt } from '../config.ts'
import { openProject } from '../open-project.ts'
import { stageOut } from '../pipeline/stage-out.ts'
import type { CommonOptions } from './options.ts'
import { showProgress } from './progress.ts'
import { counted, good, lakeText, print, printJson } from './text.ts'

interface StageCommand extends CommonOptions {
  readonly to?: string
  readonly deep?: boolean
}

/** Reads the source in one view, proves what was read, and lays it where the star's job on Spark finds it. */
export async function stage({ config, json, to, deep = false }: StageCommand): Promise<void> {
  const project = await openProject(config)
  const place = to ?? `${project.config.lake.replace(/\/+$/, '')}/_starlift/staged`
  const listener = json ? {} : { listener: showProgress(lakeText(place)) }
  const staged = await stageOut(project, openStoreAt(place, project.config), { deep, ...listener })
  if (json) return printJson(staged)
  const { tables, lines, source } = staged
  print(
    `prove    ${counted(lines.length, 'figure')} of ${counted(tables.length, 'table')} equal ${source.witness} ${good('✓')}`,
  )
  print(`staged   ${place}   at ${source.position}`)
  print(`\nNext   start the job with  --stage ${place}`)
}
