import type { DimensionDefinition, LinkDefinition, StarDefinition } from '../model/definition.ts'

/** The dimensions that facts link to, by name. */
export function dimensionDefinitions(definition: StarDefinition): ReadonlyMap<string, DimensionDefinition> {
  const links = Object.values(definition.facts).flatMap((fact) => Object.values(fact.columns))
  const isLink = (column: object): column is LinkDefinition => 'link' in column && column.link === 'dimension'
  return new Map(links.filter(isLink).map(({ dimension }) => [dimension.name, dimension]))
}
