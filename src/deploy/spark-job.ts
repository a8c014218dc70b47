import type { DimensionPlan, FactPlan, StarPlan } from '../model/plan.ts'
import type { Dialect } from '../sql/dialect.ts'
import { jobRuntime } from './job-runtime.ts'
import { type JobParts, type JobPlan, jobStar } from './job-star.ts'
import { pythonText, stringText } from './python-text.ts'

/** Where the number goes that the job knows only when it runs: the highest key ever given out. */
const MARK = 987654321

/**
 * A PySpark script that stages, builds, proves and publishes the star: plain PySpark 3.5 and later with boto3, no awsglue. Readable on
 * purpose; written from the plan, never by hand. `--help` tells its arguments; those that it does not know, Glue's own, it leaves alone.
 */
export function sparkJob(given: JobPlan, parts: JobParts): string {
  const { imports, body } = jobRuntime()
  return `# Written by Starlift from star.ts. Do not edit: change the model, then  npx starlift deploy .
#
# The star itself stands at the end: how it is built, and what it is proven by. Before it, in one file, what does so.
${imports}

${body}


# --- The star.


def build(star, run):
${buildSteps(given.plan, parts.dialect)}


STAR = ${pythonText({ ...jobStar(given, parts) })}
STAR['plan'] = json.loads(${stringText(JSON.stringify(given.plan))})
STAR['build'] = build

if __name__ == '__main__':
    main(STAR)
`
}

const buildSteps = (plan: StarPlan, dialect: Dialect): string =>
  [
    ...plan.dimensions.map((dimension) => dimensionStep(dimension, dialect)),
    ...plan.facts.map((fact) => factStep(fact, plan, dialect)),
    ...(plan.calendar ? [calendarStep(plan, plan.calendar, dialect)] : []),
  ].join('\n')

interface Call {
  readonly step: Readonly<Record<string, string>>
  readonly call: string
  readonly values: Readonly<Record<string, string>>
}

/** A step of the run: what the ledger says of it, and the call that does it. */
const stepText = ({ step, call, values }: Call): string => {
  const given = Object.entries(values).map(([name, value]) => `        ${name}=${value},\n`)
  return `    run.step(${pythonText(step)}, lambda: star.${call}(\n${given.join('')}    ))`
}

function dimensionStep(dimension: DimensionPlan, dialect: Dialect): string {
  const { kind, name, table, key, from, natural } = dimension
  const comment = `    # ${table}: one member per ${kind === 'distinct' ? 'combination' : 'row'} of ${from}`
  const values = {
    name: stringText(name),
    table: stringText(table),
    key: stringText(key),
    natural: pythonText(natural.map((column) => column.name)),
    members: stringText(dialect.members(dimension)),
    registry: stringText(dialect.registry(dimension, MARK).replace(String(MARK), '{mark}')),
    select: stringText(dialect.dimension(dimension)),
  }
  return `${comment}\n${stepText({ step: { kind: 'dimension', name, table }, call: 'dimension', values })}`
}

function calendarStep(plan: StarPlan, { table, key }: NonNullable<StarPlan['calendar']>, dialect: Dialect): string {
  const whole = dialect.calendar(key, { first: 1111, last: 2222 })
  const values = {
    table: stringText(table),
    days: stringText(dialect.days(plan)),
    whole: stringText(whole.replace('1111', '{first}').replace('2222', '{last}')),
    bare: stringText(dialect.calendar(key, null)),
  }
  const comment = `    # ${table}: every day of the years that hold the data, and days beyond that facts point to`
  return `${comment}\n${stepText({ step: { kind: 'calendar', table }, call: 'calendar', values })}`
}

function factStep(fact: FactPlan, plan: StarPlan, dialect: Dialect): string {
  const { name, table, grain, links, on } = fact
  const day = links.find(({ label }) => label === on)?.name
  const values = {
    table: stringText(table),
    select: stringText(dialect.fact(fact, plan)),
    ...(day === undefined ? {} : { by: stringText(day) }),
  }
  const comment = `    # ${table}: one row per ${grain.map((column) => column.name).join(', ')}`
  return `${comment}\n${stepText({ step: { kind: 'fact', name, table }, call: 'fact', values })}`
}
