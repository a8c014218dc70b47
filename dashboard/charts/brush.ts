interface Scale {
  readonly invert?: (pixels: number) => unknown
}
type Drawing = SVGSVGElement & { readonly scale?: (name: string) => Scale | undefined }

const LEAST_PIXELS = 6

/** Lets a pointer draw over a stretch of time; `chosen` is given its ends. A click is none. */
export function addBrush(svg: SVGSVGElement, chosen: (from: Date, to: Date) => void): void {
  const scale = (svg as Drawing).scale?.('x')
  if (!scale?.invert) return
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  rect.setAttribute('class', 'brush')
  rect.setAttribute('height', svg.getAttribute('height') ?? '0')
  let from: number | null = null
  const at = (event: PointerEvent): number => event.clientX - svg.getBoundingClientRect().left
  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    from = at(event)
  })
  svg.addEventListener('pointermove', (event) => {
    if (from === null || Math.abs(at(event) - from) < LEAST_PIXELS) return
    // Captured only once it is a stretch: until then it may be a click on a point.
    if (!rect.isConnected) {
      svg.append(rect)
      svg.setPointerCapture(event.pointerId)
    }
    rect.setAttribute('x', String(Math.min(from, at(event))))
    rect.setAttribute('width', String(Math.abs(at(event) - from)))
  })
  const end = (event: PointerEvent) => {
    const [start, isStretch] = [from, rect.isConnected]
    from = null
    rect.remove()
    if (event.type !== 'pointerup' || start === null || !isStretch) return
    const [left, right] = [start, at(event)].toSorted((a, b) => a - b) as [number, number]
    chosen(scale.invert!(left) as Date, scale.invert!(right) as Date)
  }
  svg.addEventListener('pointerup', end)
  svg.addEventListener('pointercancel', end)
}
