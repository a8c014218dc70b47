import type { Chosen } from '../src/serve/dashboard/questions.ts'
import type { PageFailure } from '../src/serve/dashboard/served-page.ts'
import { FilterBar } from './filter-bar.tsx'
import { Header } from './header.tsx'
import { busy, chosen, isPainted, news, problem, renew, said, source, star } from './store.ts'
import { Breakdown } from './views/breakdown.tsx'
import { Cross } from './views/cross.tsx'
import { Detail } from './views/detail.tsx'
import { Proof } from './views/proof.tsx'
import { Season } from './views/season.tsx'
import { Status } from './views/status.tsx'
import { Tiles } from './views/tiles.tsx'
import { Time } from './views/time.tsx'
import { Top } from './views/top.tsx'

export function App() {
  const shown = star.value
  if (!shown)
    return (
      <main class="alone">
        {problem.value ? <Failure failure={problem.value.failure} /> : <p class="notice">Reading the star …</p>}
      </main>
    )
  return (
    <>
      <a class="skip" href="#views">
        Skip to the figures
      </a>
      <Header />
      <Newer />
      {problem.value && <Failure failure={problem.value.failure} />}
      {shown.verdict.proven ? <Board /> : <Unproven reason={shown.verdict.reason} version={shown.version} />}
      <p class="hidden" role="status">
        {said.value}
      </p>
    </>
  )
}

function Board() {
  const now = chosen.value
  if (!now)
    return (
      <main class="alone">
        <p class="notice">
          The star has no measures, so there is nothing to show. Give a fact .measures( … ) in star.ts.
        </p>
      </main>
    )
  const { fact } = now
  return (
    <>
      <FilterBar />
      <main id="views" tabIndex={-1} class={`views${busy.value ? ' busy' : ''}${problem.value ? ' old' : ''}`}>
        <Tiles />
        {fact.date && <Time />}
        {(isPainted.value || !fact.date) && <Further chosen={now} />}
      </main>
      <footer>
        <p>
          Starlift {star.value!.program} · version {star.value!.version}
        </p>
      </footer>
    </>
  )
}

function Further({ chosen: { fact, what, where } }: { readonly chosen: Chosen }) {
  return (
    <>
      <div class="column">
        {fact.what && what && <Breakdown id="what" drill={fact.what} />}
        {fact.top && <Top />}
      </div>
      <div class="column">{fact.where && where && <Breakdown id="where" drill={fact.where} cumulative />}</div>
      {what && where && <Cross />}
      {fact.date && <Season />}
      {fact.status && <Status level={fact.status} />}
      <Detail />
      <Proof />
    </>
  )
}

/** Another version was published while this one was looked at. */
function Newer() {
  const newest = news.value?.newest
  if (newest === undefined || newest <= star.value!.version) return null
  return (
    <div class="banner" role="status">
      <p>
        Version {newest} is published. What you see is version {star.value!.version}.
      </p>
      <button type="button" class="tool" onClick={() => void renew()}>
        Show version {newest}
      </button>
    </div>
  )
}

function Failure({ failure }: { readonly failure: PageFailure }) {
  return (
    <div class="banner bad" role="alert">
      <p>
        <strong>{failure.what}.</strong> {failure.lines.join(' ')}
      </p>
      {failure.next && <p>{failure.next}</p>}
    </div>
  )
}

/** Figures that are not proven are not shown. */
function Unproven({ reason, version }: { readonly reason: string; readonly version: number }) {
  return (
    <main class="alone">
      <h2>Version {version} is not proven, so its figures are not shown</h2>
      <p>{reason}</p>
      <p>
        <code>npx starlift check</code> says more; <code>npx starlift rollback</code> serves the version before.
      </p>
      {source.value?.live && (
        <button type="button" class="tool" onClick={() => void renew()}>
          Look again
        </button>
      )}
    </main>
  )
}
