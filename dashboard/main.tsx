import { render } from 'preact'
import { App } from './app.tsx'
import { httpSource } from './http-source.ts'
import { follow, start } from './store.ts'
import './page.css'

render(<App />, document.getElementById('page')!)
void start(httpSource).then(() => follow())
