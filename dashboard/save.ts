/** Hands the reader a file. */
export function save(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = `starlift-${name}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
