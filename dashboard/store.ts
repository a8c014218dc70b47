import { batch, computed, signal } from '@preact/signals'
import type { AnswerToAsk } from '../src/serve/ask.ts'
import type { Asked } from '../src/serve/asked.ts'
import type { FirstPage } from '../src/serve/dashboard/first-page.ts'
import { type PageState, searchOf, stateOf } from '../src/serve/dashboard/page-state.ts'
import { type Chosen, choose, FIRST_SEEN, questionsOf, type ViewId } from '../src/serve/dashboard/questions.ts'
import type { PageFailure, PageNews, PageStar } from '../src/serve/dashboard/served-page.ts'
import { Problem, type Source } from './source.ts'

/** What the page knows. Set once when it starts, and by `refresh`. */
export const source = signal<Source | null>(null)
export const star = signal<PageStar | null>(null)
export const state = signal<PageState>(stateOf(location.search))
/** By view; a view that is still asked keeps what it showed. */
export const answers = signal<Readonly<Partial<Record<ViewId, AnswerToAsk>>>>({})
/** Why a view has no answer. */
export const failures = signal<Readonly<Partial<Record<ViewId, PageFailure>>>>({})
/** Why the page as a whole cannot go on. */
export const problem = signal<{ readonly failure: PageFailure; readonly lost: boolean } | null>(null)
export const news = signal<PageNews | null>(null)
export const busy = signal(false)
/** Whether what is seen first has been painted; the rest of the page is made after it. */
export const isPainted = signal(true)
/** Told to screen readers when something has changed. */
export const said = signal('')

export const chosen = computed<Chosen | null>(() => {
  const facts = star.value?.board?.facts
  return facts && facts.length > 0 ? choose(facts, state.value) : null
})

export const questions = computed<Readonly<Partial<Record<ViewId, Asked>>>>(() =>
  chosen.value ? questionsOf(chosen.value) : {},
)

/** What was chosen when each view was answered: it is drawn by that, until its next answer is there. */
const answeredFor = signal<Readonly<Partial<Record<ViewId, Chosen>>>>({})
export const chosenFor = (view: ViewId): Chosen => answeredFor.value[view] ?? chosen.value!

/** Answers by question, so that going back is at once. */
const kept = new Map<string, AnswerToAsk>()
const MOST_KEPT = 300
let turn = 0

/** Asks what the views need and nobody has asked yet. The last to ask wins. */
async function refresh(): Promise<void> {
  const [from, version] = [source.value, star.value?.version]
  if (!from || version === undefined || !chosen.value) return
  const mine = ++turn
  const wanted = Object.entries(questions.value) as [ViewId, Asked][]
  const missing = wanted.filter(([, question]) => !kept.has(keyOf(version, question)))
  const failed: Partial<Record<ViewId, PageFailure>> = {}
  busy.value = missing.length > 0
  try {
    show(wanted, version, failed)
    for (const asked of [
      missing.filter(([view]) => FIRST_SEEN.includes(view)),
      missing.filter(([view]) => !FIRST_SEEN.includes(view)),
    ]) {
      if (asked.length === 0) continue
      const found = await from.ask(
        version,
        asked.map(([, question]) => question),
      )
      if (mine !== turn) return
      found.forEach((answer, i) => {
        const [view, question] = asked[i]!
        if ('failure' in answer) failed[view] = answer.failure
        else keep(keyOf(version, question), answer)
      })
      show(wanted, version, failed)
    }
    problem.value = null
  } catch (error) {
    if (mine === turn) fail(error)
  } finally {
    if (mine === turn) busy.value = false
  }
}

function show(wanted: readonly [ViewId, Asked][], version: number, failed: typeof failures.value): void {
  const shown = wanted.map(([view, question]) => [view, kept.get(keyOf(version, question))] as const)
  const present = shown.filter(([, answer]) => answer !== undefined)
  batch(() => {
    answers.value = { ...answers.value, ...Object.fromEntries(present) }
    answeredFor.value = { ...answeredFor.value, ...Object.fromEntries(present.map(([view]) => [view, chosen.value!])) }
  })
  failures.value = { ...failed }
}

const keyOf = (version: number, question: Asked): string => `${version} ${JSON.stringify(question)}`

function keep(key: string, answer: AnswerToAsk): void {
  kept.set(key, answer)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
}

export function fail(error: unknown): void {
  if (!(error instanceof Problem)) throw error
  problem.value = { failure: error.failure, lost: error.lost }
}

/** Changes what is chosen. The URL says it at once, and the browser's back button takes it back. */
export function go(change: Partial<PageState>, { replace = false } = {}): void {
  if (source.value?.fixed && Object.keys(change).some((name) => name !== 'tables' && name !== 'page')) {
    said.value = 'This file holds this one view.'
    return
  }
  const narrows = 'filters' in change || 'period' in change || 'fact' in change || 'sort' in change
  const next = { ...state.value, ...(narrows ? { page: 1 } : {}), ...change }
  const search = searchOf(next)
  if (search === searchOf(state.value)) return
  state.value = next
  const url = `${location.pathname}${search}`
  // A file on disk may not be given another address by every browser; the page works without.
  try {
    if (replace) history.replaceState(null, '', url)
    else history.pushState(null, '', url)
  } catch {}
  void refresh()
}

addEventListener('popstate', () => {
  state.value = stateOf(location.search)
  void refresh()
})

/** Chooses one value of a path, or takes it back where it is the one that is chosen. */
export function chooseOnly(path: string, value: string | null): void {
  const filters = { ...state.value.filters }
  const only = filters[path]?.length === 1 && filters[path][0] === value
  if (only) delete filters[path]
  else filters[path] = [value]
  go({ filters })
}

export function dropFilters(...paths: readonly string[]): void {
  const filters = Object.entries(state.value.filters).filter(([path]) => !paths.includes(path))
  go({ filters: Object.fromEntries(filters) })
}

/** Shows what the page came with, before anything is asked. */
export function begin({ star: given, answers: known }: FirstPage): void {
  star.value = given
  isPainted.value = false
  for (const [question, answer] of known) kept.set(`${given.version} ${question}`, answer)
  show(Object.entries(questions.value) as [ViewId, Asked][], given.version, {})
}

export async function start(from: Source, search?: string): Promise<void> {
  source.value = from
  if (search !== undefined) state.value = stateOf(search)
  try {
    if (star.value) await painted()
    else star.value = await from.star()
    isPainted.value = true
    document.title = `${star.value.title} · Starlift`
    await refresh()
  } catch (error) {
    fail(error)
  }
}

/** What is there already is seen before the rest is asked. A page that nobody looks at is not painted, and does not wait. */
const painted = (): Promise<void> =>
  document.hidden ? Promise.resolve() : new Promise((done) => requestAnimationFrame(() => setTimeout(done)))

/** Shows the newest version, at the same place. */
export async function renew(): Promise<void> {
  const from = source.value
  if (!from) return
  try {
    star.value = await from.star()
    news.value = null
    await refresh()
    said.value = `Version ${star.value.version} is shown.`
  } catch (error) {
    fail(error)
  }
}

const EVERY_MS = 4000

/** Looks every few seconds whether there is something newer, and whether the server is still there. */
export function follow(): void {
  const look = async () => {
    if (document.visibilityState === 'visible') await glance()
    setTimeout(look, EVERY_MS)
  }
  setTimeout(look, EVERY_MS)
  document.addEventListener('visibilitychange', () => void glance())
}

async function glance(): Promise<void> {
  try {
    news.value = (await source.value?.news()) ?? null
    const back = problem.value?.lost || problem.value?.failure.code === 'LAKE_MISSING'
    if (back) {
      problem.value = null
      await (star.value ? refresh() : start(source.value!))
    }
  } catch (error) {
    fail(error)
  }
}
