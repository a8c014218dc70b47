// Queries with their results.
import { fold, make, onDemand, table } from './element.js'
import { keep } from './objects.js'
import { bytes, duration, fact, number, quiet, state, time } from './value.js'

export function queries(all) {
  return all.map((query) =>
    fold(
      `query/${query.id}`,
      [
        state(query.state),
        make('code', { class: 'short' }, query.sql),
        time(query.submitted),
        quiet(bytes(query.bytes)),
        quiet(query.milliseconds === undefined ? undefined : duration(query.milliseconds / 1000)),
      ],
      () => [
        make('pre', { tabindex: '0' }, query.sql),
        query.reason ? make('pre', { class: query.state === 'FAILED' ? 'bad' : '' }, query.reason) : undefined,
        fact('query', query.id),
        fact('work group', query.group),
        fact('database', query.database),
        output(query.output),
        ...(query.state === 'SUCCEEDED'
          ? onDemand(`result/${query.id}`, 'Result', `result?query=${encodeURIComponent(query.id)}`, result)
          : []),
      ],
    ),
  )
}

function output(uri) {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri ?? '') ?? []
  return bucket ? make('p', {}, quiet('output  '), keep(bucket, key, uri)) : undefined
}

function result({ columns, rows, more }) {
  const cell = (value) => (value === null ? make('span', { class: 'null' }, 'NULL') : value)
  const head = columns.map(({ name, type }) => `${name}${/int|double|float|decimal|real/.test(type) ? '#' : ''}`)
  if (columns.length === 0) return [make('p', { class: 'quiet' }, 'It gave no rows.')]
  const count = `${number.format(rows.length)} rows${more ? ', and more in the output' : ''}`
  return [
    table(
      head,
      rows.map((cells) => cells.map(cell)),
      false,
    ),
    make('p', { class: 'quiet' }, count),
  ]
}
