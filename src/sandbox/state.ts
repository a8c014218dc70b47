import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { documentText, parseDocument } from './document.ts'
import { writeDurably } from './durable.ts'
import { keyPath } from './key-path.ts'

/** Resources of one kind, by id. Documents are plain data with dates and bytes; what goes in and out are copies. */
export interface Collection<Document> {
  get(id: string): Document | undefined
  /** On the disk when it returns. */
  put(id: string, document: Document): void
  /** Whether there was one. */
  remove(id: string): boolean
  /** In the order in which they were first put. */
  entries(): readonly (readonly [id: string, document: Document])[]
}

/** What the sandbox's services remember, apart from objects: one JSON file per resource, kept across restarts. */
export interface State {
  /** The name says service and kind: `glue/jobs`. */
  collection<Document>(name: string): Collection<Document>
}

export function openState(folder: string): State {
  const open = new Map<string, Collection<unknown>>()
  return {
    collection<Document>(name: string) {
      const known = open.get(name) ?? openCollection(join(folder, name))
      open.set(name, known)
      return known as Collection<Document>
    },
  }
}

interface Kept {
  readonly id: string
  readonly order: number
  readonly document: unknown
}

function openCollection(folder: string): Collection<unknown> {
  const kept = load(folder)
  let last = Math.max(0, ...[...kept.values()].map(({ order }) => order))
  const file = (id: string): string => join(folder, `${keyPath(id).replaceAll('/', '%s')}.json`)
  return {
    get: (id) => structuredClone(kept.get(id)?.document),
    put(id, document) {
      const order = kept.get(id)?.order ?? ++last
      writeDurably(file(id), documentText({ id, order, document }))
      kept.set(id, { id, order, document: structuredClone(document) })
    },
    remove(id) {
      rmSync(file(id), { force: true })
      return kept.delete(id)
    },
    entries: () =>
      [...kept.values()].sort((a, b) => a.order - b.order).map(({ id, document }) => [id, structuredClone(document)]),
  }
}

function load(folder: string): Map<string, Kept> {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  const all = files.map((name) => parseDocument(readFileSync(join(folder, name), 'utf8')) as Kept)
  return new Map(all.map((one) => [one.id, one]))
}
