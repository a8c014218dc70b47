// What all parts are made of. Whatever the sandbox says is put in as text: names may be anything.

const opened = new Set()
const asked = new Map()

/** An element; children are text or elements, and what is undefined is left out. */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {}))
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value !== undefined) element.setAttribute(name, value)
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== ''))
  return element
}

export async function read(path) {
  const response = await fetch(`/_sandbox/${path}`)
  const body = await response.text()
  if (!response.ok) throw new Error(JSON.parse(body).message)
  return body
}

/** A part that opens; it stays as it is when the page is drawn again. */
export function fold(key, summary, inside) {
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
export function table(head, rows, stack = true) {
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
export function onDemand(key, label, path, draw) {
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

/** Draws anew; who was where with the keyboard is there again. */
export function redraw(box, children) {
  const focused = document.activeElement?.getAttribute('data-key')
  box.replaceChildren(...children.filter((child) => child !== undefined))
  if (focused) [...box.querySelectorAll('[data-key]')].find((one) => one.getAttribute('data-key') === focused)?.focus()
}
