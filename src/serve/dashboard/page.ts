import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** A whole page: one document, with nothing to load from anywhere. */
export interface Document {
  readonly html: string
  /** What the browser lets it do. */
  readonly policy: string
}

/** Data that the page is made of, where no server answers it. */
export interface Embedded {
  readonly kind: string
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

/** The page, by itself or with its data. */
export async function documentOf(embedded: Embedded | null): Promise<Document> {
  const [style, script] = await Promise.all(
    ['page.css', 'page.js'].map((name) => readFile(new URL(name, BUILT), 'utf8')),
  )
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style!)} ${PLOT_STYLE}`,
    `script-src ${hashOf(script!)}`,
    'img-src data: blob:',
    ...(embedded ? [] : ["connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
  ]
  const meta = embedded ? `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">\n` : ''
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
  return { html, policy: [...policy, ...(embedded ? [] : ["frame-ancestors 'none'"])].join('; ') }
}
