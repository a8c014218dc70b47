import { ServiceException } from '../protocol/service-exception.ts'

export interface Filter {
  readonly Name?: string | undefined
  readonly Values?: readonly string[] | undefined
}

/** What a filter compares with, by its name. */
export type FilterTexts<Item> = Readonly<
  Record<string, (item: Item) => string | boolean | number | undefined | readonly (string | undefined)[]>
>

/** Those for which each filter has a value that fits; `*` and `?` stand for any characters and for one. */
export const filtered = <Item>(
  items: readonly Item[],
  filters: readonly Filter[] = [],
  texts: FilterTexts<Item> = {},
): Item[] => items.filter((item) => filters.every((filter) => fits(item, filter, texts)))

function fits<Item>(item: Item, { Name = '', Values = [] }: Filter, texts: FilterTexts<Item>): boolean {
  const tag = Name.startsWith('tag:') || Name === 'tag-key'
  const text = Object.hasOwn(texts, Name) ? texts[Name] : undefined
  if (!text && !tag)
    throw new ServiceException('InvalidParameterValue', `The filter '${Name}' is not part of the Starlift sandbox`)
  // What is here has no tags.
  const found = text ? [text(item)].flat() : []
  return Values.some((value) => found.some((one) => one !== undefined && wildcard(value).test(String(one))))
}

const wildcard = (value: string): RegExp =>
  new RegExp(
    `^${value
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  )

/** Those asked for by id; one that is not there is refused with `code`. All where none is asked for. */
export function chosen<Item>(
  items: readonly Item[],
  ids: readonly string[] | undefined,
  { id, code, called }: { id: (item: Item) => string | undefined; code: string; called: string },
): readonly Item[] {
  if (ids === undefined || ids.length === 0) return items
  const missing = ids.find((one) => !items.some((item) => id(item) === one))
  if (missing !== undefined) throw new ServiceException(code, `The ${called} ID '${missing}' does not exist`)
  return items.filter((item) => ids.includes(id(item) ?? ''))
}
