import { type ListShape, type MapShape, type Member, type ServiceModel, type Structure, shapeOf } from './model.ts'
import { readScalar, writeScalar } from './scalar.ts'
import { MalformedInput } from './service-exception.ts'
import { missingMember } from './validity.ts'
import { element, escaped, type XmlElement } from './xml.ts'

/** The typed structure that an element says. Elements that the shape does not know are left out. */
export function readXmlStructure(model: ServiceModel, shape: Structure, given: XmlElement): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(shape.members)) {
    const value = readMember(model, member, given, member.xmlName ?? name)
    if (value !== undefined) read[name] = value
  }
  const missing = missingMember(shape, read)
  if (missing) throw new MalformedInput('', missing)
  return read
}

function readMember(model: ServiceModel, member: Member, parent: XmlElement, name: string): unknown {
  if (member.xmlAttribute) return parent.attributes[name]
  const found = parent.children.filter((child) => child.name === name)
  if (found.length === 0) return undefined
  const shape = shapeOf(model, member.target)
  if (shape?.type === 'list') return readList(model, shape, member.xmlFlattened ? found : found[0]!.children)
  if (shape?.type === 'map') return readMap(model, shape, member.xmlFlattened ? found : found[0]!.children)
  return readElement(model, member.target, found[0]!)
}

function readElement(model: ServiceModel, target: string, given: XmlElement): unknown {
  const shape = shapeOf(model, target)
  if (shape?.type === 'list') return readList(model, shape, given.children)
  if (shape?.type === 'map') return readMap(model, shape, given.children)
  if (shape) return readXmlStructure(model, shape, given)
  if (given.children.length > 0) throw new MalformedInput(`${given.name} holds elements where a value is expected`)
  return readScalar(target, given.text, given.name)
}

const readList = (model: ServiceModel, { member }: ListShape, items: readonly XmlElement[]): unknown[] =>
  items.map((item) => readElement(model, member.target, item))

function readMap(model: ServiceModel, { key, value }: MapShape, entries: readonly XmlElement[]): object {
  const part = (entry: XmlElement, name: string): XmlElement => {
    const found = entry.children.find((child) => child.name === name)
    if (!found) throw new MalformedInput(`${entry.name} has no ${name}`)
    return found
  }
  return Object.fromEntries(
    entries.map((entry) => [
      part(entry, key.xmlName ?? 'key').text,
      readElement(model, value.target, part(entry, value.xmlName ?? 'value')),
    ]),
  )
}

const namespace = (given: readonly [string, string] | undefined): string =>
  given ? ` xmlns${given[0] ? `:${given[0]}` : ''}="${escaped(given[1])}"` : ''

/** A typed structure as an element. */
export function xmlStructure(
  model: ServiceModel,
  shape: Structure,
  value: object,
  name: string,
  attributes = '',
): string {
  const given = value as Readonly<Record<string, unknown>>
  const members = Object.entries(shape.members).filter(
    ([member]) => given[member] !== undefined && given[member] !== null,
  )
  const own = members
    .filter(([, member]) => member.xmlAttribute)
    .map(([key, member]) => ` ${member.xmlName ?? key}="${escaped(String(given[key]))}"`)
  const content = members
    .filter(([, member]) => !member.xmlAttribute)
    .map(([key, member]) => xmlMember(model, member, given[key], member.xmlName ?? key))
  return element(name, content.join(''), attributes + own.join(''))
}

function xmlMember(model: ServiceModel, member: Member, value: unknown, name: string): string {
  const shape = shapeOf(model, member.target)
  if (shape?.type === 'list')
    return xmlList(model, shape, value as unknown[], member.xmlFlattened ? { each: name } : { around: name })
  if (shape?.type === 'map')
    return xmlMap(model, shape, value as object, member.xmlFlattened ? { each: name } : { around: name })
  return xmlElement(model, member, value, name)
}

function xmlElement(model: ServiceModel, member: Member, value: unknown, name: string): string {
  const shape = shapeOf(model, member.target)
  if (shape?.type === 'list') return xmlList(model, shape, value as unknown[], { around: name })
  if (shape?.type === 'map') return xmlMap(model, shape, value as object, { around: name })
  if (shape) return xmlStructure(model, shape, value as object, name, namespace(member.xmlNamespace))
  return element(name, escaped(writeScalar(member.target, value, 'date-time')))
}

/** Flattened items stand in their parent, each under the list's name; others inside an element of their own. */
type Wrapping = { readonly around: string } | { readonly each: string }

function xmlList(model: ServiceModel, { member }: ListShape, values: readonly unknown[], wrapping: Wrapping): string {
  const name = 'each' in wrapping ? wrapping.each : (member.xmlName ?? 'member')
  const items = values.map((value) => xmlElement(model, member, value, name)).join('')
  return 'around' in wrapping ? element(wrapping.around, items) : items
}

function xmlMap(model: ServiceModel, { key, value }: MapShape, map: object, wrapping: Wrapping): string {
  const entries = Object.entries(map).map(([name, inner]) =>
    element(
      'each' in wrapping ? wrapping.each : 'entry',
      element(key.xmlName ?? 'key', escaped(name)) + xmlElement(model, value, inner, value.xmlName ?? 'value'),
    ),
  )
  return 'around' in wrapping ? element(wrapping.around, entries.join('')) : entries.join('')
}
