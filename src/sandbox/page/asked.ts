import { ServiceException } from '../protocol/service-exception.ts'
import type { Context } from '../service.ts'

export interface Question {
  readonly service: string
  readonly operation: string
  readonly input?: object
}

/** What a service answers a client; undefined where it does not have the operation. */
export async function asked<Output extends object>(
  context: Context,
  { service, operation, input = {} }: Question,
): Promise<Output | undefined> {
  try {
    return await context.call<Output>(service, operation, input)
  } catch (error) {
    if (error instanceof ServiceException && error.code === 'UnknownOperationException') return undefined
    throw error
  }
}

/** A page of a list: its items, and where the next one begins. */
export interface Part<Item> {
  readonly items: readonly Item[] | undefined
  readonly next: string | undefined
}

/** All of a list, or as many as `most`. */
export async function all<Item>(
  part: (token: string | undefined) => Promise<Part<Item> | undefined>,
  most = 1000,
): Promise<Item[] | undefined> {
  const items: Item[] = []
  let token: string | undefined
  do {
    const read = await part(token)
    if (!read) return undefined
    items.push(...(read.items ?? []))
    token = read.next
  } while (token !== undefined && items.length < most)
  return items.slice(0, most)
}

/** A parameter that must be there. */
export function parameter(query: URLSearchParams, name: string): string {
  const value = query.get(name)
  if (value === null || value === '') throw new ServiceException('MissingParameter', `${name} is missing`)
  return value
}
