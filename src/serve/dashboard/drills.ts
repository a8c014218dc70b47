import type { FactPlan, LinkPlan, StarPlan } from '../../model/plan.ts'
import type { Drill } from './board.ts'
import type { FactProfile } from './profile.ts'
import { labelOf, levelOf } from './words.ts'

const MOST_GROUPS = 60
const MOST_ASKED_FOR = 400
const LONGEST = 40
const PLACES = ['continent', 'country', 'region', 'state', 'city'] as const
const GOODS = /product|item|article|sku|service|part|film|track|plan|course|book|menu|title/i
const KINDS = /line|categor|type|group|segment|class|famil|department|genre|kind|brand|vendor|channel/i
const NAMES = /(^|[a-z_ ])(name|title)$/i

interface Given {
  readonly fact: FactPlan
  readonly plan: StarPlan
  readonly profile: FactProfile
  /** A path that stands elsewhere already. */
  readonly except: string | null
}

interface Candidate extends Drill {
  readonly isPlace: boolean
  readonly isGoods: boolean
  /** Whether the model compares its groups in every proof. */
  readonly reconciled: boolean
}

/** The two ways to break figures down: what and where if the star has them, else the two that tell most. */
export function drillsOf(given: Given): { readonly what: Drill | null; readonly where: Drill | null } {
  const all = candidatesOf(given)
  const where = best(all.filter(({ isPlace }) => isPlace))
  const what = best(all.filter((one) => one !== where && !one.isPlace)) ?? best(all.filter((one) => one !== where))
  const other = where ?? best(all.filter((one) => one !== what))
  return { what: plain(what), where: plain(other) }
}

const plain = (drill: Candidate | null): Drill | null => drill && { levels: drill.levels }

const best = (candidates: readonly Candidate[]): Candidate | null =>
  candidates.toSorted((a, b) => rank(b) - rank(a))[0] ?? null

const rank = ({ isGoods, reconciled, levels }: Candidate): number =>
  (isGoods ? 4 : 0) + (reconciled ? 2 : 0) + (levels.length > 1 ? 1 : 0)

function candidatesOf(given: Given): readonly Candidate[] {
  const { fact, except } = given
  const links = fact.links.filter(({ dimension }) => dimension !== null)
  const own = fact.columns
    .filter(({ label }) => label !== except && isCategory(label, given))
    .map(({ label }) => candidate([label], given))
  return [...links.flatMap((link) => ofLink(link, given)), ...own]
}

function candidate(paths: readonly string[], { fact }: Given, more: Partial<Candidate> = {}): Candidate {
  const reconciled = paths.some((path) => fact.reconcile.includes(path))
  return { levels: paths.map(levelOf), isPlace: false, isGoods: false, reconciled, ...more }
}

const isCategory = (path: string, { profile, fact }: Given): boolean => {
  const { values, length } = profile.attributes[path] ?? { values: 0, length: 0 }
  const most = fact.reconcile.includes(path) ? MOST_ASKED_FOR : MOST_GROUPS
  return values >= 2 && values <= most && length <= LONGEST
}

function ofLink(link: LinkPlan, given: Given): readonly Candidate[] {
  const dimension = given.plan.dimensions.find(({ name }) => name === link.dimension)
  if (!dimension) return []
  const attributes = dimension.columns.map(({ label }) => label)
  const places = PLACES.flatMap((place) =>
    attributes.filter((label) => isPlace(label, place) && known(link, label, given)),
  )
  if (places.length > 0) {
    const party = partyOf(dimension.from, given)
    const paths = [...shortened(places).map((label) => `${link.label}.${label}`), ...(party ? [party] : [])]
    return [candidate([...new Set(paths)], given, { isPlace: true })]
  }
  const leaf = leafOf(link, attributes, given)
  const category = categoryOf(link, attributes, given)
  const paths = [category, leaf].filter((path) => path !== null)
  if (paths.length === 0) return []
  const isGoods = GOODS.test(link.label) || GOODS.test(dimension.name)
  return [candidate([...new Set(paths)], given, { isGoods })]
}

const known = (link: LinkPlan, label: string, { profile }: Given): boolean =>
  (profile.attributes[`${link.label}.${label}`]?.values ?? 0) >= 1

const isPlace = (label: string, place: string): boolean =>
  new RegExp(`(^|_| )${place}(name)?$`, 'i').test(labelOf(label))

/** Countries and cities are enough; states are missing for most of the world. */
const shortened = (places: readonly string[]): readonly string[] => {
  const coarse = places.filter((label) => !/state|region/i.test(label))
  return coarse.length >= 2 ? coarse : places.slice(0, 2)
}

/** Whoever lives at a place: a member of another dimension of the same table. */
function partyOf(table: string, given: Given): string | null {
  for (const link of given.fact.links) {
    const dimension = given.plan.dimensions.find(({ name, kind }) => name === link.dimension && kind === 'dimension')
    if (dimension?.from !== table) continue
    return leafOf(
      link,
      dimension.columns.map(({ label }) => label),
      given,
    )
  }
  return null
}

/** The attribute that names a member. */
function leafOf(link: LinkPlan, attributes: readonly string[], { profile }: Given): string | null {
  const own = attributes
    .map((label) => ({ label, path: `${link.label}.${label}`, ...profile.attributes[`${link.label}.${label}`] }))
    .filter(({ values = 0, length = 0 }) => values > 1 && length <= LONGEST)
  const named = own.filter(({ label }) => NAMES.test(labelOf(label)))
  const first = named.find(({ label }) => labelOf(label).toLowerCase() === `${labelOf(link.label).toLowerCase()} name`)
  const most = named.toSorted((a, b) => (b.values ?? 0) - (a.values ?? 0))[0]
  return (first ?? most)?.path ?? null
}

/** The attribute that makes groups of members: the one proven group by group, one that is named like a kind, or the one with the fewest values. */
function categoryOf(link: LinkPlan, attributes: readonly string[], given: Given): string | null {
  const paths = attributes.map((label) => `${link.label}.${label}`).filter((path) => isCategory(path, given))
  const leaf = leafOf(link, attributes, given)
  const others = paths.filter((path) => path !== leaf)
  const fewest = others.toSorted((a, b) => given.profile.attributes[a]!.values - given.profile.attributes[b]!.values)
  return (
    others.find((path) => given.fact.reconcile.includes(path)) ??
    others.find((path) => KINDS.test(path.slice(link.label.length + 1))) ??
    fewest[0] ??
    null
  )
}
