// Buckets, looked into as folders are.
import { make, read, redraw, table } from './element.js'
import { bytes, time } from './value.js'

export const place = { bucket: undefined, prefix: '', pages: [] }

export const keep = (bucket, key, label) => {
  const href = `/_sandbox/object?bucket=${encodeURIComponent(bucket)}&key=${encodeURIComponent(key)}`
  return make('a', { href, download: '', class: 'mono', 'data-key': `get/${bucket}/${key}` }, label)
}

export function buckets(all) {
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

export function drawFolder() {
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
