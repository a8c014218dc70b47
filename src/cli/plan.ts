import { join, relative } from 'node:path'
import { openProject } from '../open-project.ts'
import type { RunPlan } from '../pipeline/plan.ts'
import { planRun, summary } from '../pipeline/plan.ts'
import { newRunName } from '../pipeline/scratch.ts'
import { type ProofPlan, planProofs } from '../pipeline/stage-answers.ts'
import { type Step, stepsOf } from '../pipeline/step.ts'
import type { CommonOptions } from './options.ts'
import { plannedText } from './progress.ts'
import { passingFolder } from './scratch.ts'
import { bold, counted, dim, lakeText, print, printJson } from './text.ts'

/** Shows the steps that `run` would execute: the same list. */
export async function plan({ config, json }: CommonOptions): Promise<void> {
  const project = await openProject(config)
  await using folder = passingFolder(join(project.scratch, `plan-${newRunName()}`))
  await using source = await project.openSource(folder.path)
  await using engine = await project.openEngine(folder.path)
  const planned = await planRun(project, source)
  const proofs = planProofs(planned, { contentRows: project.contentRows })
  const steps = stepsOf(
    planned.plan,
    project.catalogs(engine).map(({ label }) => label),
  )
  if (json) return printJson({ steps, plan: planned.plan })
  print(
    plannedText(summary(planned, source.label, { opened: await source.viewRule?.() }), lakeText(project.config.lake)),
  )
  for (const step of steps) print(stepText(step, planned, proofs))
  for (const remark of [...planned.plan.remarks, ...planned.plan.escapes]) print(`note     ${remark}`)
  print(dim('\nNothing was written.   npx starlift run'))
}

const line = (verb: string, subject: string, rest = ''): string =>
  `${verb.padEnd(9)}${bold(subject)}${rest ? `  ${dim(rest)}` : ''}`

/** What leg one asks of the source. */
function proofText(proofs: readonly ProofPlan[]): string {
  const of = (by: ProofPlan['by']): readonly ProofPlan[] => proofs.filter((each) => each.by === by)
  const rows = (some: readonly ProofPlan[]): string =>
    counted(
      some.reduce((sum, each) => sum + (each.rows ?? 0), 0),
      'row',
    )
  const [whole, summed] = [of('content'), of('sums')]
  const costs = [
    ...(whole.length > 0
      ? [`every row of ${counted(whole.length, 'table')} (about ${rows(whole)}; two to three times their reading)`]
      : []),
    ...(summed.length > 0
      ? [`sums of ${summed.map(({ table }) => table).join(', ')} (about ${rows(summed)}; one reading)`]
      : []),
  ]
  return `against the source’s own figures: ${costs.join(', ')}`
}

function stepText(step: Step, { plan: star }: RunPlan, proofs: readonly ProofPlan[]): string {
  switch (step.kind) {
    case 'stage':
      return line('read', step.table, step.columns.join(', '))
    case 'keys':
      return line(
        'prove',
        counted(star.keys.length, 'key'),
        `unique; ${counted(star.relations.length, 'relation')} followed, rows that lead nowhere counted`,
      )
    case 'prove-stage':
      return line('prove', counted(step.tables.length, 'staged table'), proofText(proofs))
    case 'dimension':
      return line('build', step.table, columnsOf(star.dimensions.find(({ name }) => name === step.name)!))
    case 'calendar':
      return line('build', step.table, 'every day of the years with data')
    case 'fact':
      return line('build', step.table, columnsOf(star.facts.find(({ name }) => name === step.name)!))
    case 'check':
      return line('check', step.table, step.checks.join(', ') || 'no checks in the model')
    case 'prove-star':
      return line(
        'prove',
        counted(step.tables.length, 'published table'),
        'rows, measures, groups and content against the staged rows',
      )
    case 'publish':
      return line('publish', 'one new version', 'all of it or nothing')
    case 'announce':
      return line('announce', relative(process.cwd(), step.catalog))
  }
}

const columnsOf = (table: {
  readonly columns: readonly { readonly name: string }[]
  readonly links?: readonly { readonly name: string }[]
}): string => [...(table.links ?? []), ...table.columns].map(({ name }) => name).join(', ')
