import {
  type Member,
  type ServiceModel,
  type Shape,
  type Structure,
  shapeOf,
} from '../../src/sandbox/protocol/model.ts'

/** Texts that writing and reading again must not change. */
const TEXTS = ['plain', 'a b', '<&>"\'', 'ä€😀', '1.50', 'true', 'x/y:z', "it's %41 + 1"]
/** Headers hold printable ASCII without blanks at their ends. */
const HEADER_TEXTS = ['plain', 'a b', 'x/y:z', '1.50']

const DEEP = 2
const DEEPEST = 12

export interface Sampling {
  readonly model: ServiceModel
  /** Another seed, other values. */
  readonly seed: number
  /** Members that have values of their own. */
  readonly fixed?: Readonly<Record<string, unknown>>
}

/** A value of a shape, chosen by its place and the seed: every member set, and far down only those that must be. */
export function sampleStructure(sampling: Sampling, shape: Structure, depth = 0): Record<string, unknown> {
  const all = Object.entries(shape.members)
  const entries = depth > DEEP && shape.type !== 'union' ? all.slice(0, shape.required ?? 0) : all
  const chosen = shape.type === 'union' ? [entries[sampling.seed % entries.length]!] : entries
  const sampled = chosen.flatMap(([name, member], i) => {
    const value = chosenValue(sampling, [name, member], { depth, salt: i + name.length })
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(sampled)
}

const chosenValue = (sampling: Sampling, [name, member]: readonly [string, Member], place: Place): unknown =>
  place.depth === 0 && sampling.fixed && name in sampling.fixed
    ? sampling.fixed[name]
    : sampleMember(sampling, member, place)

interface Place {
  readonly depth: number
  readonly salt: number
}

function sampleMember(sampling: Sampling, member: Member, { depth, salt }: Place): unknown {
  const shape = shapeOf(sampling.model, member.target)
  if (shape) return depth > DEEPEST ? undefined : sampleShape(sampling, shape, { depth: depth + 1, salt })
  const header = member.httpHeader !== undefined || member.httpPrefixHeaders !== undefined
  return sampleSimple(member.target, sampling.seed + salt, header ? HEADER_TEXTS : TEXTS)
}

function sampleShape(sampling: Sampling, shape: Shape, place: Place): unknown {
  if (shape.type === 'list') {
    const items = [0, 1].map((i) => sampleMember(sampling, shape.member, { ...place, salt: place.salt + i }))
    return items.some((item) => item === undefined) ? undefined : items
  }
  if (shape.type !== 'map') return sampleStructure(sampling, shape, place.depth)
  const entries = ['one', 'two'].map((key, i) => [
    key,
    sampleMember(sampling, shape.value, { ...place, salt: place.salt + i }),
  ])
  return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries)
}

function sampleSimple(type: string, seed: number, texts: readonly string[]): unknown {
  if (type === 'string') return texts[seed % texts.length]
  if (type === 'boolean') return seed % 2 === 0
  if (type === 'number') return seed % 100
  if (type === 'blob') return new Uint8Array([seed % 256, 0, 255])
  if (type === 'timestamp' || type.includes('-')) return new Date(1_700_000_000_000 + (seed % 1000) * 86_400_000)
  return type === 'document' ? { any: ['thing', seed] } : undefined
}
