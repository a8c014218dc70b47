import type { Engine } from '../core/engine.ts'
import type { MeasurePlan } from '../model/plan.ts'
import { differs, fullJoin, pointed } from './difference.ts'
import { ALL_ROWS, computeFigures, PATH } from './figures.ts'
import { proveLookupKeys } from './lookup-keys.ts'
import type { FigureLine, GroupLine, TableProof } from './receipt.ts'
import type { Figure, SideColumn, Sides } from './side.ts'
import { wholeNumber } from './witness-expression.ts'

/**
 * Compares the two sides of a table: rows, measures, content, and every group of `paths`; each side is read once.
 * Content is the sum over all rows of the engine's own hash, which only this engine and this run ever see.
 * Leaves the temporary tables `figures_source` and `figures_star` behind, from which differences are read.
 */
export async function compareSides(
  engine: Engine,
  {
    sides,
    figures,
    paths,
  }: { readonly sides: Sides; readonly figures: readonly Figure[]; readonly paths: readonly SideColumn[] },
): Promise<TableProof> {
  const used = [...figures, ...paths].map(({ source }) => source)
  await proveLookupKeys(engine, sides.lookupKeys(used))
  await computeFigures(engine, { side: 'source', figures, paths, from: sides.sourceFrom })
  await computeFigures(engine, { side: 'star', figures, paths, from: () => sides.starFrom })
  return { table: sides.table, lines: await totals(engine, figures), groups: await groupLines(engine, figures, paths) }
}

/** Rows are counted always; these are what the model measures, and the content. */
export function figuresOf(measures: readonly MeasurePlan[], sides: Sides): readonly Figure[] {
  const content = sides.columns.filter((column) => column.content)
  const hash = (side: 'source' | 'star') =>
    `sum(hash(${content.map((column) => (column.hashed ?? column)[side]).join(', ')}))`
  const hashed: Figure = { name: 'content', source: hash('source'), star: hash('star'), scale: null, together: 'sum' }
  return [...measures.flatMap((measure) => measureFigures(measure, sides)), hashed]
}

/** What a measure adds up, counts or picks. A ratio is made of measures that are compared already. */
function measureFigures({ name, definition, column }: MeasurePlan, { columns, members }: Sides): readonly Figure[] {
  if (definition.kind === 'count' || definition.kind === 'ratio') return []
  const found = members[definition.column] ?? columns.find((one) => one.name === column)!
  const counted = (label: string, write: Write, together: Figure['together']): Figure => ({
    name: label,
    together,
    source: write(found.source),
    star: write(found.decimal ?? found.star),
    scale: null,
  })
  const valued = (label: string, write: Write, together: Figure['together'] = 'sum'): Figure => ({
    name: label,
    together,
    source: write(found.source),
    star: found.decimal ? wholeNumber(write(found.decimal)) : write(found.star),
    scale: found.scale,
  })
  switch (definition.kind) {
    case 'countDistinct':
      return [counted(name, (value) => `count(distinct ${value})`, null)]
    case 'min':
    case 'max':
      return [valued(name, (value) => `${definition.kind}(${value})`, definition.kind)]
    case 'average':
      return [
        valued(`${name} (sum)`, (value) => `sum(${value})`),
        counted(`${name} (count)`, (value) => `count(${value})`, 'sum'),
      ]
    default:
      return [valued(name, (value) => `sum(${value})`)]
  }
}

type Write = (value: string) => string

async function totals(engine: Engine, figures: readonly Figure[]): Promise<readonly FigureLine[]> {
  const names = ['n', ...figures.map((_, i) => `f${i}`)].map((name) => `cast(${name} as varchar)`)
  const select = (side: string) =>
    engine.query(`select ${names.join(', ')} from figures_${side} where ${PATH} = ${ALL_ROWS}`)
  const source = (await select('source')).rows[0]!
  const star = (await select('star')).rows[0]!
  return ['rows', ...figures.map(({ name }) => name)].map((figure, i) => {
    const scale = i === 0 ? null : figures[i - 1]!.scale
    return { figure, source: pointed(source[i]!, scale), star: pointed(star[i]!, scale), equal: source[i] === star[i] }
  })
}

async function groupLines(
  engine: Engine,
  figures: readonly Figure[],
  paths: readonly SideColumn[],
): Promise<readonly GroupLine[]> {
  const lines: GroupLine[] = []
  for (const [i, { name }] of paths.entries()) {
    const { rows } = await engine.query(`select count(*), count(*) filter (${differs(figures)}) ${fullJoin(i)}`)
    lines.push({ path: name, groups: Number(rows[0]![0]), differing: Number(rows[0]![1]) })
  }
  return lines
}
