import { render } from 'preact'
import type { FirstPage } from '../src/serve/dashboard/first-page.ts'
import type { Saved } from '../src/serve/dashboard/saved-page.ts'
import { App } from './app.tsx'
import { httpSource } from './http-source.ts'
import { savedSource } from './saved-source.ts'
import { begin, follow, start } from './store.ts'
import './page.css'

const data = document.getElementById('data')?.textContent
const given = data ? (JSON.parse(data) as Saved | FirstPage) : null
const saved = given?.kind === 'saved' ? given : null
if (given?.kind === 'served') begin(given)
render(<App />, document.getElementById('page')!)
void start(saved ? savedSource(saved) : httpSource, saved?.view?.search).then(() => saved ?? follow())
