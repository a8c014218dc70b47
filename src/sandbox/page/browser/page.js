// Shows what /_sandbox/overview says, again and again. Whatever comes from there is put in as text: names may be anything.
const main = document.querySelector('main')
const live = document.querySelector('#live')
const opened = new Set()
const asked = new Map()
const place = { bucket: undefined, prefix: '', pages: [] }
let shown = ''
let last

/** An element; children are text or elements, and what is undefined is left out. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {}))
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value !== undefined) element.setAttribute(name, value)
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== ''))
  return element
}

async function read(path) {
  const response = await fetch(`/_sandbox/${path}`)
  const body = await response.text()
  if (!response.ok) throw new Error(JSON.parse(body).message)
  return body
}

const number = new Intl.NumberFormat('en-US')
const two = (value) => String(value).padStart(2, '0')

function time(text) {
  if (!text) return undefined
  const date = new Date(text)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return make('time', { datetime: text }, `${day} ${clock}`)
}

function bytes(count) {
  if (count === undefined) return undefined
  if (count < 1000) return `${count} B`
  const power = Math.min(4, Math.floor(Math.log10(count) / 3))
  return `${(count / 1000 ** power).toFixed(1)} ${['', 'kB', 'MB', 'GB', 'TB'][power]}`
}

function duration(seconds) {
  if (seconds === undefined) return undefined
  if (seconds < 60) return `${Number(seconds.toFixed(2))} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

const GOOD = ['SUCCEEDED', 'READY', 'available']
const BAD = ['FAILED', 'TIMEOUT', 'ERROR', 'stopped']
const MARKS = { good: '✓', bad: '✗', busy: '…' }
const STILL = ['STOPPED', 'CANCELLED']

function state(text) {
  if (!text) return undefined
  const kind = GOOD.includes(text) ? 'good' : BAD.includes(text) ? 'bad' : STILL.includes(text) ? undefined : 'busy'
  return make('span', { class: `state ${kind ?? ''}` }, `${kind ? MARKS[kind] : '–'} ${text}`)
}

/** A part that opens; it stays as it is when the page is drawn again. */
function fold(key, summary, inside) {
  const head = make('summary', { 'data-key': key }, ...summary)
  const details = make('details', { 'data-fold': key }, head)
  const fill = () => details.childElementCount === 1 && details.append(make('div', { class: 'inside' }, inside()))
  if (opened.has(key)) {
    details.open = true
    fill()
  }
  details.addEventListener('toggle', () => {
    if (details.open) opened.add(key)
    else opened.delete(key)
    if (details.open) fill()
  })
  return details
}

/** Rows of cells under a head. A head that ends in `#` is of numbers. */
function table(head, rows, stack = true) {
  const names = head.map((name) => name.replace('#', ''))
  const kind = (i) => (head[i].endsWith('#') ? 'number' : undefined)
  const cell = (content, i) => make('td', { 'data-label': names[i], class: kind(i) }, content)
  return make(
    'div',
    { class: 'scroll', tabindex: '-1' },
    make(
      'table',
      { class: stack ? 'stack' : undefined },
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          names.map((name, i) => make('th', { scope: 'col', class: kind(i) }, name)),
        ),
      ),
      make(
        'tbody',
        {},
        rows.map((cells) => make('tr', {}, cells.map(cell))),
      ),
    ),
  )
}

/** Something that is fetched when it is asked for, and kept. */
function onDemand(key, label, path, draw) {
  const box = make('div', {})
  const show = async () => {
    try {
      if (!asked.has(key)) asked.set(key, JSON.parse(await read(path)))
      box.replaceChildren(...draw(asked.get(key)))
    } catch (error) {
      box.replaceChildren(make('p', { class: 'bad' }, error.message))
    }
  }
  const again = () => {
    asked.delete(key)
    opened.add(`${key}/shown`)
    show()
  }
  if (opened.has(`${key}/shown`)) show()
  return [make('button', { type: 'button', click: again, 'data-key': key }, label), box]
}

const quiet = (text) => (text ? make('span', { class: 'quiet' }, text) : undefined)
const mono = (text) => (text ? make('span', { class: 'mono' }, text) : undefined)
const fact = (name, value) => (value ? make('p', {}, quiet(`${name}  `), mono(value)) : undefined)

function jobs(all) {
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

function crawlers(all) {
  const rows = all.map((crawler) => [
    crawler.name,
    state(crawler.state),
    state(crawler.last),
    time(crawler.started),
    crawler.error ?? mono((crawler.targets ?? []).join(', ')),
  ])
  return [table(['crawler', 'state', 'last crawl', 'started', 'reads'], rows)]
}

function queries(all) {
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

const keep = (bucket, key, label) => {
  const href = `/_sandbox/object?bucket=${encodeURIComponent(bucket)}&key=${encodeURIComponent(key)}`
  return make('a', { href, download: '', class: 'mono', 'data-key': `get/${bucket}/${key}` }, label)
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

function databases(all) {
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

function buckets(all) {
  const rows = all.map(({ name, created }) => [opener(name, '', name), time(created)])
  return [table(['bucket', 'created'], rows), make('div', { id: 'folder' })]
}

const opener = (bucket, prefix, label) =>
  make(
    'button',
    { type: 'button', class: 'plain', 'data-key': `look/${bucket}/${prefix}`, click: () => look(bucket, prefix) },
    label,
  )

async function look(bucket, prefix, after) {
  if (after === undefined) Object.assign(place, { bucket, prefix, pages: [] })
  const query = `objects?bucket=${encodeURIComponent(bucket)}&prefix=${encodeURIComponent(prefix)}`
  try {
    place.pages.push(
      JSON.parse(await read(after === undefined ? query : `${query}&after=${encodeURIComponent(after)}`)),
    )
    drawFolder()
  } catch (error) {
    document.querySelector('#folder').replaceChildren(make('p', { class: 'bad' }, error.message))
  }
}

function drawFolder() {
  const { bucket, prefix, pages } = place
  const parts = prefix.split('/').slice(0, -1)
  const way = parts.flatMap((part, i) => [' / ', opener(bucket, `${parts.slice(0, i + 1).join('/')}/`, part || '/')])
  const folders = pages.flatMap((page) => page.folders)
  const objects = pages.flatMap((page) => page.objects)
  const rows = [
    ...folders.map((folder) => [opener(bucket, folder, folder.slice(prefix.length)), '', '']),
    ...objects.map(({ key, size, modified }) => [
      keep(bucket, key, key.slice(prefix.length) || key),
      bytes(size),
      time(modified),
    ]),
  ]
  const next = pages.at(-1)?.next
  const more = () => look(bucket, prefix, next)
  redraw(document.querySelector('#folder'), [
    make('h3', {}, opener(bucket, '', bucket), ...way),
    rows.length === 0 ? make('p', { class: 'quiet' }, 'It is empty.') : table(['object', 'size#', 'modified'], rows),
    next ? make('button', { type: 'button', click: more, 'data-key': 'more' }, 'More') : undefined,
  ])
}

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

/** Draws anew; who was where with the keyboard is there again. */
function redraw(box, children) {
  const focused = document.activeElement?.getAttribute('data-key')
  box.replaceChildren(...children.filter((child) => child !== undefined))
  if (focused) [...box.querySelectorAll('[data-key]')].find((one) => one.getAttribute('data-key') === focused)?.focus()
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
