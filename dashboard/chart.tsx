import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Parts of a chart that can be chosen, in the order in which they are drawn. */
export interface Marks {
  /** Finds their elements in the drawing. */
  readonly selector: string
  readonly label: (i: number) => string
  readonly act: (i: number) => void
}

interface ChartProps {
  /** One sentence: what the chart shows. */
  readonly label: string
  /** Draws it for a width in pixels. A new function is a new drawing. */
  readonly draw: (width: number) => SVGElement | HTMLElement
  readonly marks?: Marks | undefined
  /** Called with each drawing, to add to it. */
  readonly after?: ((svg: SVGSVGElement) => void) | undefined
}

const LEAST_WIDTH = 200

/** Whether a chart was drawn: the first is seen with the page, and the others do not hold it up. */
let isAnyDrawn = false

/** A drawing that follows the width of its place. Its marks are buttons: one is in the tab order, arrow keys reach the others. */
export function Chart({ label, draw, marks, after }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const drawn = useRef<readonly unknown[]>([])
  const width = useWidth(box)
  const drawAt = (at: number) => {
    const of = [draw, at, label]
    if (!box.current || at < LEAST_WIDTH || of.every((one, i) => one === drawn.current[i])) return
    drawn.current = of
    isAnyDrawn = true
    place(draw(at), box.current, { label, marks, after })
  }
  useLayoutEffect(() => {
    if (!isAnyDrawn && box.current) drawAt(widthIn(box.current))
  }, [])
  useEffect(() => drawAt(width), [draw, width, label])
  return <div class="chart" ref={box} />
}

function place(drawing: SVGElement | HTMLElement, box: HTMLElement, { label, marks, after }: Omit<ChartProps, 'draw'>) {
  const before = focusedIn(box)
  box.replaceChildren(drawing)
  if (!(drawing instanceof SVGSVGElement)) return
  drawing.setAttribute('role', marks ? 'group' : 'img')
  drawing.setAttribute('aria-label', label)
  quieten(drawing, marks)
  if (marks) enliven(drawing, marks, before)
  after?.(drawing)
}

const widthIn = (box: HTMLElement): number => Math.floor(box.getBoundingClientRect().width)

function useWidth(box: { readonly current: HTMLDivElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return width
}

/** Axes and texts are read from the table; a reader hears the sentence and the buttons. */
function quieten(svg: SVGSVGElement, marks: Marks | undefined): void {
  const buttons = marks ? [...svg.querySelectorAll(marks.selector)] : []
  for (const child of svg.children)
    if (!buttons.some((one) => child.contains(one))) child.setAttribute('aria-hidden', 'true')
    else child.removeAttribute('aria-label')
}

const focusedIn = (box: HTMLElement): string | null =>
  box.contains(document.activeElement) ? (document.activeElement?.getAttribute('data-mark') ?? null) : null

function enliven(svg: SVGSVGElement, { selector, label, act }: Marks, focused: string | null): void {
  const all = [...svg.querySelectorAll<SVGElement>(selector)]
  const indexOf = (element: SVGElement): number => Number((element as unknown as { __data__: number }).__data__)
  for (const [at, element] of all.entries()) {
    const i = indexOf(element)
    element.setAttribute('role', 'button')
    element.setAttribute('data-mark', String(at))
    element.setAttribute('aria-label', label(i))
    element.setAttribute('tabindex', at === 0 ? '0' : '-1')
    element.append(titleOf(label(i)))
    element.addEventListener('click', () => act(i))
    element.addEventListener('keydown', (event) => onKey(event, { all, at, act: () => act(i) }))
  }
  if (focused !== null && all.length > 0) moveTo(all, Math.min(Number(focused), all.length - 1))
}

function titleOf(text: string): SVGTitleElement {
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title')
  title.textContent = text
  return title
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

function onKey(
  event: KeyboardEvent,
  { all, at, act }: { readonly all: readonly SVGElement[]; readonly at: number; readonly act: () => void },
): void {
  const step = STEPS[event.key]
  const end = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : null
  if (event.key === 'Enter' || event.key === ' ') act()
  else if (step !== undefined) moveTo(all, Math.max(0, Math.min(all.length - 1, at + step)))
  else if (end !== null) moveTo(all, end)
  else return
  event.preventDefault()
}

function moveTo(all: readonly SVGElement[], at: number): void {
  for (const element of all) element.setAttribute('tabindex', '-1')
  all[at]!.setAttribute('tabindex', '0')
  all[at]!.focus()
}
