import type { Proposal, ProposedValue } from './proposal.ts'

/** The functions of the model that a proposal calls, in the order of an import. */
export function calledIn({ dimensions, facts }: Proposal): readonly string[] {
  const columns = [...dimensions, ...facts].flatMap((each) => each.columns)
  const measures = facts.flatMap((fact) => fact.measures.map(({ kind }) => kind))
  const built = facts.length > 0 ? ['from', 'star'] : ['star']
  return [...new Set([...built, ...columns.flatMap(({ value }) => called(value)), ...measures])].toSorted()
}

function called(value: ProposedValue): readonly string[] {
  switch (value.kind) {
    case 'date':
      return value.moment ? ['dates', 'day'] : ['dates']
    case 'product':
      return ['times']
    case 'column':
      return value.mark ? [value.mark] : []
    case 'member':
      return []
  }
}
