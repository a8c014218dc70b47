import { MalformedInput } from './service-exception.ts'

/** An element; names without their prefix, text as it stands between tags. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

const DEEPEST = 64
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
/** A comment, an instruction, CDATA, a closing tag, an opening tag with its attributes, or text. */
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

const local = (name: string): string => name.slice(name.indexOf(':') + 1)
const malformed = (): MalformedInput => new MalformedInput('The XML you provided was not well-formed')

/** The root of a document. No document type, so no entities but XML's own; at most 64 elements deep. */
export function parseXml(text: string): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open: { readonly element: XmlElement; readonly tag: string }[] = [{ element: top, tag: '' }]
  TOKEN.lastIndex = text.startsWith('\ufeff') ? 1 : 0
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text)
    if (!match) throw malformed()
    take(match, open)
  }
  if (open.length !== 1 || top.children.length !== 1 || top.text.trim() !== '') throw malformed()
  return top.children[0]!
}

function take(
  [, cdata, closing, opening, attributes, empty, text]: RegExpExecArray,
  open: { element: XmlElement; tag: string }[],
): void {
  const { element, tag } = open.at(-1)!
  if (cdata !== undefined) element.text += cdata
  else if (text !== undefined) element.text += unescaped(text)
  else if (closing !== undefined) {
    if (closing !== tag || open.length === 1) throw malformed()
    open.pop()
  } else if (opening !== undefined) {
    const child: XmlElement = {
      name: local(opening),
      attributes: attributesOf(attributes ?? ''),
      children: [],
      text: '',
    }
    element.children.push(child)
    if (open.length > DEEPEST) throw malformed()
    if (!empty) open.push({ element: child, tag: opening })
  }
}

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name, a, b]) => [name!, unescaped(a ?? b ?? '')]))

const unescaped = (text: string): string =>
  text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+)?;?/g, (whole, name: string | undefined) => {
    const value = name === undefined ? undefined : name.startsWith('#') ? character(name) : ENTITIES[name]
    if (value === undefined || !whole.endsWith(';')) throw malformed()
    return value
  })

function character(name: string): string | undefined {
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
}

/** Text inside an element or an attribute. What XML 1.0 cannot hold at all becomes U+FFFD. */
export const escaped = (text: string): string =>
  text
    .replace(/[&<>"\r\n]/g, (char) => ESCAPES[char]!)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')

export const element = (name: string, content: string, attributes = ''): string =>
  content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name.split(' ')[0]}>`
