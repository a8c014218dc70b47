import { ServiceException } from './protocol/service-exception.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Where the next page begins; absent on the last. */
  readonly next: string | undefined
}

/** One page of a list, from the token that the page before gave. Fails with `code` for a token that is none. */
export function pageOf<Item>(
  all: readonly Item[],
  { token, size, code = 'InvalidInputException' }: { token?: string | undefined; size: number; code?: string },
): Page<Item> {
  const from = token === undefined || token === '' ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!Number.isInteger(from) || from < 0) throw new ServiceException(code, 'The continuation token is not valid.')
  const end = from + size
  return {
    items: all.slice(from, end),
    next: end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  }
}
