import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** A whole page: one document, with nothing to load from anywhere. */
export interface Document {
  readonly html: string
  /** What the browser lets it do. */
  readonly policy: string
}

/** Data that the page comes with: all of it, where no server answers, or what it shows first. */
export interface Embedded {
  readonly kind: 'saved' | 'served'
}

// Run from src, as tests do, it shows what was built; run from dist it stands beside it.
const BUILT = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/serve/dashboard/browser/' : './browser/',
  import.meta.url,
)

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** What Observable Plot 0.6.17 writes into each chart; a test in Chromium sees to it that nothing is refused. */
const PLOT_STYLE = "'sha256-jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww='"

/** JSON inside of HTML: nothing in it ends the element. */
const embeddable = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/** Makes documents of what was built, read once. */
export async function readPage(): Promise<(embedded: Embedded | null) => Document> {
  const [style, script] = await Promise.all(
    ['page.css', 'page.js'].map((name) => readFile(new URL(name, BUILT), 'utf8')),
  )
  const allowed = [`style-src ${hashOf(style!)} ${PLOT_STYLE}`, `script-src ${hashOf(script!)}`] as const
  return (embedded) => documentOf({ style: style!, script: script!, allowed }, embedded)
}

interface Built {
  readonly style: string
  readonly script: string
  readonly allowed: readonly string[]
}

/** A page that was saved says itself what it may do, and asks nobody. */
function documentOf({ style, script, allowed }: Built, embedded: Embedded | null): Document {
  const isSaved = embedded?.kind === 'saved'
  const policy = [
    "default-src 'none'",
    ...allowed,
    'img-src data: blob:',
    ...(isSaved ? [] : ["connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
  ]
  const meta = isSaved ? `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">\n` : ''
  const data = embedded ? `<script type="application/json" id="data">${embeddable(embedded)}</script>\n` : ''
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${meta}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Starlift</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="page"><noscript>This page needs JavaScript. The same figures can be had with  npx starlift ask .</noscript></div>
${data}<script>${script}</script>
</body>
</html>
`
  return { html, policy: [...policy, ...(isSaved ? [] : ["frame-ancestors 'none'"])].join('; ') }
}
