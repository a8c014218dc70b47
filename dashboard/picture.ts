const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'fill-opacity',
  'font-size',
  'font-family',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
]

/** The drawing as a file by itself: colours are written out as they are seen. */
export function svgOf(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const [originals, copies] = [svg, copy].map((one) => [one, ...one.querySelectorAll<SVGElement>('*')])
  for (const [i, original] of originals!.entries()) settle(original, copies![i]!)
  for (const style of copy.querySelectorAll('style')) style.remove()
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: colourOf('--panel') }))
    ground.setAttribute(name, value)
  copy.prepend(ground)
  return new XMLSerializer().serializeToString(copy)
}

function settle(original: SVGElement, copy: SVGElement): void {
  const computed = getComputedStyle(original)
  for (const name of STYLES) {
    const value = computed.getPropertyValue(name)
    if (value !== '') copy.setAttribute(name, value.includes('hatch') ? 'url(#hatch)' : value)
  }
  for (const name of ['tabindex', 'role', 'data-mark', 'class', 'style']) copy.removeAttribute(name)
}

/** A token of the page as a plain colour. */
function colourOf(token: string): string {
  const probe = document.createElement('i')
  probe.style.color = `var(${token})`
  document.body.append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour
}

const SCALE = 2

/** The same as pixels, two for each of the page's. */
export async function pngOf(svg: SVGSVGElement): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect()
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(svg))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser draws no PNG'))), 'image/png'),
  )
}
