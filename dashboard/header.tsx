import { useRef } from 'preact/hooks'
import { searchOf } from '../src/serve/dashboard/page-state.ts'
import { dayText, momentText } from './format.ts'
import { save } from './save.ts'
import { chosen, fail, go, news, said, source, star, state } from './store.ts'
import { ThemeSwitch } from './theme.tsx'

/** What is shown, how old it is, and whether it is proven. */
export function Header() {
  const shown = star.value!
  const days = chosen.value?.fact.days
  const facts = shown.board?.facts ?? []
  return (
    <header class="top">
      <div class="name">
        <h1>{shown.title}</h1>
        {facts.length > 1 && (
          <label class="choice">
            <span class="hidden">Fact</span>
            <select
              aria-label="Fact"
              value={chosen.value?.fact.name}
              onChange={({ currentTarget: { value } }) =>
                go({
                  fact: value === facts[0]!.name ? null : value,
                  filters: {},
                  measure: null,
                  sort: null,
                  period: 'all',
                })
              }
            >
              {facts.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p class="fresh">
        {days && <span>Data to {dayText(days.last)}</span>}
        <span title={shown.position}>
          {shown.read ? `read ${momentText(shown.read)}` : `published ${momentText(shown.published)}`}
        </span>
        {shown.rollbackOf !== null && <span>version {shown.rollbackOf} again</span>}
        <Badge />
        <span class="tools">
          {source.value?.live && shown.verdict.proven && <SaveButton />}
          <ThemeSwitch />
        </span>
      </p>
      {news.value?.failed && (
        <p class="stale" role="status">
          The run of {momentText(news.value.failed.started)} did not end well
          {news.value.failed.failure ? ` (${news.value.failed.failure})` : ''}: this is still version {shown.version}.
        </p>
      )}
    </header>
  )
}

/** The page as one file, to send or to keep. */
function SaveButton() {
  const keep = async () => {
    const file = await source.value!.file('saved', { version: star.value!.version, search: searchOf(state.value) })
    save('page.html', 'text/html', file!)
    said.value = 'The page is saved as one file.'
  }
  return (
    <button type="button" class="tool" onClick={() => void keep().catch(fail)}>
      Save page
    </button>
  )
}

/** Says that figures equal the source; opens what that means, in plain words. */
function Badge() {
  const dialog = useRef<HTMLDialogElement>(null)
  const { verdict, witness, version, published, position, source } = star.value!
  if (!verdict.proven)
    return (
      <span class="badge bad">
        <span aria-hidden="true">✗ </span>not proven
      </span>
    )
  return (
    <>
      <button type="button" class="badge" onClick={() => dialog.current?.showModal()}>
        <span aria-hidden="true">✓ </span>equals {witness}, {verdict.proofs} proofs
      </button>
      <dialog ref={dialog} aria-labelledby="receipt-title">
        <h2 id="receipt-title">What “equals {witness}” means</h2>
        <p>
          Before version {version} was published on {momentText(published)}, {verdict.proofs} figures of it were
          computed twice: by the source, and by the star. All were equal, to the last digit. Had one differed, this
          version would not be here.
        </p>
        <p>
          The source was {source}, at {position}. What has changed there since is not in these figures.
        </p>
        <p>The files that this page reads are those that were compared: their digests are the receipt’s.</p>
        <form method="dialog">
          <button type="submit" class="tool" onClick={() => document.getElementById('proof')?.scrollIntoView()}>
            See every comparison
          </button>
          <button type="submit" class="tool">
            Close
          </button>
        </form>
      </dialog>
    </>
  )
}
