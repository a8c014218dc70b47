import { type Member, type ServiceModel, type Structure, shapeOf } from './model.ts'
import { readScalar } from './scalar.ts'
import { MalformedInput } from './service-exception.ts'
import { missingMember } from './validity.ts'

/** Parameters by their dotted names: `Tags.member.1.Key` stands at Tags, member, 1, Key. */
export interface FormNode {
  value?: string
  readonly inner: Map<string, FormNode>
}

const DEEPEST = 64

export function formTree(form: URLSearchParams): FormNode {
  const top: FormNode = { inner: new Map() }
  for (const [name, value] of form) {
    const parts = name.split('.')
    if (parts.length > DEEPEST) throw new MalformedInput('a parameter is nested too deep')
    let node = top
    for (const part of parts) node = innerOf(node, part)
    node.value = value
  }
  return top
}

function innerOf(node: FormNode, part: string): FormNode {
  const known = node.inner.get(part)
  if (known) return known
  const made: FormNode = { inner: new Map() }
  node.inner.set(part, made)
  return made
}

export interface FormReading {
  readonly model: ServiceModel
  /** EC2 begins names with a capital and never says `member`. */
  readonly ec2: boolean
}

/** The typed structure that parameters say. */
export function readForm(reading: FormReading, shape: Structure, node: FormNode, path = ''): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(shape.members)) {
    const inner = node.inner.get(parameterName(name, member, reading.ec2))
    if (inner) read[name] = readNode(reading, member, inner, path ? `${path}.${name}` : name)
  }
  const missing = missingMember(shape, read)
  if (missing) throw new MalformedInput('', path ? `${path}.${missing}` : missing)
  return read
}

function parameterName(name: string, { xmlName, ec2QueryName }: Member, ec2: boolean): string {
  const plain = xmlName ?? name
  return ec2 ? (ec2QueryName ?? plain[0]!.toUpperCase() + plain.slice(1)) : plain
}

function readNode(reading: FormReading, member: Member, node: FormNode, path: string): unknown {
  const shape = shapeOf(reading.model, member.target)
  const flat = reading.ec2 || member.xmlFlattened === 1
  if (shape?.type === 'list') {
    const items = flat ? node : (node.inner.get(shape.member.xmlName ?? 'member') ?? node.inner.get('member') ?? node)
    return numbered(items).map((item, i) => readNode(reading, shape.member, item, `${path}.${i + 1}`))
  }
  if (shape?.type === 'map') {
    const entries = numbered(flat ? node : (node.inner.get('entry') ?? node))
    const part = (entry: FormNode, name: string): FormNode => entry.inner.get(name) ?? { inner: new Map() }
    return Object.fromEntries(
      entries.map((entry) => [
        part(entry, shape.key.xmlName ?? 'key').value ?? '',
        readNode(reading, shape.value, part(entry, shape.value.xmlName ?? 'value'), path),
      ]),
    )
  }
  return shape ? readForm(reading, shape, node, path) : readScalar(member.target, node.value ?? '', path)
}

const numbered = ({ inner }: FormNode): FormNode[] =>
  [...inner]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, node]) => node)
