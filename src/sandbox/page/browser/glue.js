// Jobs with their runs, crawlers, databases with their tables.
import { fold, make, onDemand, table } from './element.js'
import { duration, fact, mono, quiet, state, time } from './value.js'

export function jobs(all) {
  return all.map((job) =>
    fold(
      `job/${job.name}`,
      [make('span', { class: 'name' }, job.name), state(job.runs[0]?.state), time(job.runs[0]?.started)],
      () => [
        fact('script', job.script),
        job.runs.length === 0 ? make('p', { class: 'quiet' }, 'It has not run.') : undefined,
        ...job.runs.map(run),
      ],
    ),
  )
}

function run(one) {
  const summary = [state(one.state), time(one.started), quiet(duration(one.seconds))]
  return fold(`run/${one.id}`, summary, () => [
    fact('run', one.id),
    one.attempt > 0 ? fact('attempt', String(one.attempt)) : undefined,
    one.ended ? make('p', {}, quiet('ended  '), time(one.ended)) : undefined,
    one.error ? make('pre', { class: 'bad' }, one.error) : undefined,
    onDemand(`output/${one.id}`, 'Output', `output?run=${encodeURIComponent(one.id)}`, ({ output, error }) => [
      make('h3', {}, 'Output'),
      make('pre', { tabindex: '0' }, output.join('\n') || 'nothing'),
      make('h3', {}, 'Errors and log'),
      make('pre', { tabindex: '0' }, error.join('\n') || 'nothing'),
    ]),
  ])
}

export function crawlers(all) {
  const rows = all.map((crawler) => [
    crawler.name,
    state(crawler.state),
    state(crawler.last),
    time(crawler.started),
    crawler.error ?? mono((crawler.targets ?? []).join(', ')),
  ])
  return [table(['crawler', 'state', 'last crawl', 'started', 'reads'], rows)]
}

export function databases(all) {
  return all.map((database) =>
    fold(
      `database/${database.name}`,
      [make('span', { class: 'name' }, database.name), quiet(`${database.tables.length} tables`)],
      () => [
        fact('location', database.location),
        database.description ? make('p', {}, database.description) : undefined,
        ...database.tables.map((one) => tableOf(database, one)),
      ],
    ),
  )
}

function tableOf(database, one) {
  const columns = [...one.columns, ...one.partitions.map((column) => ({ ...column, key: 'partition' }))]
  return fold(
    `table/${database.name}/${one.name}`,
    [make('span', { class: 'name' }, one.name), quiet(one.format ?? one.type), quiet(`${columns.length} columns`)],
    () => [
      fact('location', one.location),
      table(
        ['column', 'type', 'comment'],
        columns.map(({ name, type, comment, key }) => [name, mono(type), [key, comment].filter(Boolean).join(': ')]),
      ),
    ],
  )
}
