import { proofCount, type Receipt } from '../../prove/receipt.ts'

/** Whether figures of a version may be shown as proven. */
export type Verdict =
  | { readonly proven: true; readonly proofs: number }
  | { readonly proven: false; readonly reason: string }

/** A receipt proves where every figure it holds is equal, and it holds figures at all. `fault` is what is wrong with the files, if anything. */
export function verdictOf(receipt: Receipt | null | undefined, fault: string | null): Verdict {
  const reason = receipt ? (differing(receipt) ?? fault) : 'The version has no receipt.'
  return reason === null ? { proven: true, proofs: proofCount(receipt!) } : { proven: false, reason }
}

function differing({ stage, star }: Receipt): string | null {
  const lines = [...stage.lines, ...star.tables.flatMap((table) => table.lines)]
  const wrong = lines.find(({ equal, source, star: own }) => !equal || source !== own)
  if (wrong)
    return `${wrong.figure} is ${wrong.source ?? 'nothing'} in the source and ${wrong.star ?? 'nothing'} in the star.`
  const groups = star.tables.flatMap(({ table, groups: each }) => each.map((one) => ({ table, ...one })))
  const group = groups.find(({ differing: count }) => count > 0)
  if (group) return `${group.differing} groups of ${group.table} by ${group.path} differ from the source.`
  return stage.lines.length === 0 || star.tables.length === 0 ? 'The receipt holds no figures.' : null
}
