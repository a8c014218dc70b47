import type { DimensionPlan, StarPlan } from '../model/plan.ts'
import type { Dialect } from '../sql/dialect.ts'
import { CALENDAR_RANGE, SESSION } from './spark-session.ts'

/** The engine's part: its SQL, and how names of relations become names of views and folders. */
export interface SparkSql {
  readonly dialect: Dialect
  plainName(name: string): string
}

/** Where the number goes that the job knows only when it runs: the highest key ever given out. */
const MARK = 987654321

/**
 * A PySpark script that builds the star from staged rows: plain PySpark 3.5 and later, no awsglue. Readable on purpose; written from the
 * plan, never by hand. Arguments: `--stage` a folder with a folder of Parquet files per source table, `--out` where the tables go, `--keys`
 * the key registries of the version before, where there is one. Arguments that it does not know, Glue's own, it leaves alone.
 */
export function sparkJob(plan: StarPlan, spark: SparkSql): string {
  const { dialect, plainName } = spark
  const { calendar } = plan
  return [
    HEAD,
    SESSION,
    ...(calendar ? [CALENDAR_RANGE] : []),
    BODY,
    `    stage(${plan.sources.map(({ table }) => python(plainName(table))).join(', ')})`,
    ...plan.dimensions.flatMap((dimension) => dimensionSteps(dimension, spark)),
    ...(calendar ? calendarSteps(plan, calendar, spark) : []),
    ...plan.facts.flatMap((fact) => [
      '',
      `    # ${fact.table}: one row per ${fact.grain.map(({ name }) => name).join(', ')}`,
      `    publish(${python(plainName(fact.table))}, ${sql(dialect.fact(fact, plan))})`,
    ]),
    FOOT,
  ].join('\n')
}

function dimensionSteps(dimension: DimensionPlan, { dialect, plainName }: SparkSql): readonly string[] {
  const registry = dialect.registry(dimension, MARK).replace(String(MARK), '{mark}')
  const name = plainName(dimension.name)
  const columns = [...dimension.natural.map(({ name }) => name), dimension.key]
  return [
    '',
    `    # ${dimension.table}: ${dimension.kind === 'distinct' ? 'one member per combination' : 'one member per row'} of ${dimension.from}`,
    `    view(${python(`members__${name}`)}, ${sql(dialect.members(dimension))})`,
    `    mark = keys_before(${python(name)}, ${python(columns)})`,
    `    keys(${python(name)}, ${sql(registry)}, mark)`,
    `    publish(${python(plainName(dimension.table))}, ${sql(dialect.dimension(dimension))})`,
  ]
}

function calendarSteps(
  plan: StarPlan,
  { table, key }: NonNullable<StarPlan['calendar']>,
  { dialect, plainName }: SparkSql,
) {
  const whole = dialect.calendar(key, { first: 1111, last: 2222 })
  return [
    '',
    `    # ${table}: every day of the years that hold the data, and days beyond that facts point to`,
    `    view('days__all', ${sql(dialect.days(plan))})`,
    '    years = calendar_years()',
    `    publish(${python(plainName(table))}, ${sql(whole.replace('1111', '{first}').replace('2222', '{last}'))} if years else ${sql(dialect.calendar(key, null))}, **(years or {}))`,
  ]
}

/** A Python literal; names and lists of names are the same in JSON. */
const python = (value: string | readonly string[]): string => JSON.stringify(value)

/** SQL in a raw string of Python: what is in it stays as it is. */
const sql = (text: string): string => {
  if (text.includes('"""')) return `${JSON.stringify(text)}`
  return `r"""\n${text}\n"""`
}

const HEAD = `# Written by Starlift from star.ts. Do not edit: change the model and write it again.
import argparse

from pyspark.sql import SparkSession
`

const BODY = `

def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('--stage', required=True)
    arguments.add_argument('--out', required=True)
    arguments.add_argument('--keys')
    given, _ = arguments.parse_known_args()
    spark = session()

    def view(name, select, **values):
        for key, value in values.items():
            select = select.replace('{' + key + '}', str(value))
        spark.sql(select).createOrReplaceTempView(name)

    def stage(*tables):
        for number, table in enumerate(tables):
            spark.read.parquet(f'{given.stage}/{number}').createOrReplaceTempView('stage__' + table)

    def write(frame, name, folder):
        frame.write.mode('errorifexists').parquet(folder)
        spark.read.parquet(folder).createOrReplaceTempView(name)

    def keys_before(dimension, columns):
        """The registry of the version before; its highest number, 0 where there is none."""
        name = 'keys_before__' + dimension
        if given.keys:
            spark.read.parquet(f'{given.keys}/{dimension}').createOrReplaceTempView(name)
        else:
            members = spark.table('members__' + dimension).limit(0)
            members.selectExpr(*['\`' + one + '\`' for one in columns[:-1]], f'cast(0 as int) as \`{columns[-1]}\`').createOrReplaceTempView(name)
        return spark.table(name).selectExpr(f'coalesce(max(\`{columns[-1]}\`), 0)').first()[0]

    def keys(dimension, select, mark):
        write(spark.sql(select.replace('{mark}', str(mark))), 'keys__' + dimension, f'{given.out}/_keys/{dimension}')

    def publish(table, select, **values):
        for key, value in values.items():
            select = select.replace('{' + key + '}', str(value))
        write(spark.sql(select), 'star__' + table, f'{given.out}/{table}')
        print(f'{table} {spark.table("star__" + table).count()} rows', flush=True)

    def calendar_years():
        rows = spark.sql('select year(day) as year, count(*) as days from days__all group by 1').collect()
        return calendar_range([(row.year, row.days) for row in rows])
`

const FOOT = `
    spark.stop()


if __name__ == '__main__':
    main()
`
