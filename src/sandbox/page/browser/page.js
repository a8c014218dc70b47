// Shows what /_sandbox/overview says, again and again.
import { queries } from './athena.js'
import { make, read, redraw, table } from './element.js'
import { crawlers, databases, jobs } from './glue.js'
import { buckets, drawFolder, place } from './objects.js'
import { mono, number, state } from './value.js'

const main = document.querySelector('main')
const live = document.querySelector('#live')
let shown = ''
let last

function instances(all) {
  const rows = all.map(({ id, engine, status, address, port, database }) => [
    id,
    state(status),
    engine,
    mono(`${address}:${port}`),
    database,
  ])
  return [table(['instance', 'state', 'engine', 'address', 'database'], rows)]
}

const SECTIONS = [
  ['jobs', 'Glue jobs', jobs, 'No jobs. aws glue create-job makes one.'],
  ['crawlers', 'Glue crawlers', crawlers, ''],
  ['queries', 'Athena queries', queries, 'No queries. aws athena start-query-execution asks one.'],
  ['databases', 'Databases and tables', databases, 'No databases. aws glue create-database makes one.'],
  ['buckets', 'Buckets and objects', buckets, 'No buckets. aws s3 mb makes one.'],
  ['instances', 'RDS instances', instances, 'No instances. starlift sandbox --rds names a server of yours.'],
]

/** A section that has nothing, and nothing to say about it, is left out. */
function section([id, title, draw, none]) {
  const all = last[id]
  if (!all || (all.length === 0 && none === '')) return undefined
  const count = all.length > 0 ? ` (${number.format(all.length)})` : ''
  const inside = all.length > 0 ? draw(all) : [make('p', { class: 'quiet' }, none)]
  return make(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    make('h2', { id: `${id}-title` }, title + count),
    inside,
  )
}

function draw() {
  const { endpoint, region, account } = last
  document.querySelector('#where').replaceChildren(mono(endpoint), ` · ${region} · account ${account}`)
  redraw(main, SECTIONS.map(section))
  const links = [...main.querySelectorAll('section')].map((one) =>
    make('a', { href: `#${one.id}`, 'data-key': `nav/${one.id}` }, SECTIONS.find(([id]) => id === one.id)[1]),
  )
  redraw(document.querySelector('nav'), links)
  if (place.bucket !== undefined && document.querySelector('#folder')) drawFolder()
}

const RUNNING = ['STARTING', 'RUNNING', 'STOPPING', 'WAITING', 'QUEUED']

const isBusy = () =>
  (last?.jobs ?? []).some((job) => job.runs.some((one) => RUNNING.includes(one.state))) ||
  [...(last?.queries ?? []), ...(last?.crawlers ?? [])].some((one) => RUNNING.includes(one.state))

async function refresh() {
  try {
    const text = await read('overview')
    live.textContent = ''
    live.className = ''
    if (text !== shown) {
      shown = text
      last = JSON.parse(text)
      draw()
    }
  } catch {
    live.textContent = 'The sandbox does not answer. What is shown is what it said last.'
    live.className = 'lost'
  }
}

async function follow() {
  if (document.visibilityState === 'visible') await refresh()
  setTimeout(follow, isBusy() ? 1000 : 3000)
}

document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh())
follow()
