import { render } from 'preact'
import type { Saved } from '../src/serve/dashboard/saved-page.ts'
import { App } from './app.tsx'
import { httpSource } from './http-source.ts'
import { savedSource } from './saved-source.ts'
import { follow, start } from './store.ts'
import './page.css'

const data = document.getElementById('data')?.textContent
const saved = data ? (JSON.parse(data) as Saved) : null
render(<App />, document.getElementById('page')!)
void start(saved ? savedSource(saved) : httpSource, saved?.view?.search).then(() => saved ?? follow())
