import { randomBytes } from 'node:crypto'
import type { ServiceException } from './protocol/service-exception.ts'
import type { Context } from './service.ts'

/** One kind of resource that services keep and give back: a role, a rule, a topic. */
export interface Kind {
  /** Where its documents stand, by service and kind: `iam/roles`. */
  readonly collection: string
  /** What a client is told of one that is not there. */
  readonly missing: (id: string) => ServiceException
  /** … and of one that is there already. */
  readonly taken: (id: string) => ServiceException
}

/** The resources of one kind. Changes are on the disk when they return. */
export interface Resources<Document> {
  all(context: Context): Document[]
  get(context: Context, id: string): Document | undefined
  /** Fails as the kind says. */
  found(context: Context, id: string): Document
  /** Fails as the kind says where one is there already. */
  add(context: Context, id: string, document: Document): Document
  /** Adds or replaces. */
  put(context: Context, id: string, document: Document): Document
  /** Fails as the kind says. */
  change(context: Context, id: string, by: (before: Document) => Document): Document
  /** What was there; fails as the kind says. */
  remove(context: Context, id: string): Document
}

export function resources<Document>({ collection, missing, taken }: Kind): Resources<Document> {
  const of = ({ state }: Context) => state.collection<Document>(collection)
  const found = (context: Context, id: string): Document => {
    const document = of(context).get(id)
    if (document === undefined) throw missing(id)
    return document
  }
  const put = (context: Context, id: string, document: Document): Document => {
    of(context).put(id, document)
    return document
  }
  return {
    all: (context) =>
      of(context)
        .entries()
        .map(([, document]) => document),
    get: (context, id) => of(context).get(id),
    found,
    add(context, id, document) {
      if (of(context).get(id) !== undefined) throw taken(id)
      return put(context, id, document)
    },
    put,
    change: (context, id, by) => put(context, id, by(found(context, id))),
    remove(context, id) {
      const document = found(context, id)
      of(context).remove(id)
      return document
    },
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Ends of identifiers that AWS makes up: so many capitals and digits. */
export const randomCapitals = (length: number): string =>
  [...randomBytes(length)].map((byte) => LETTERS[byte % LETTERS.length]).join('')

/** By a text of theirs, in the order of its code units. */
export const sortedBy = <Item>(items: readonly Item[], text: (item: Item) => string | undefined): Item[] =>
  items.toSorted((a, b) => ((text(a) ?? '') < (text(b) ?? '') ? -1 : 1))
