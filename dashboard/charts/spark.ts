/** The points of a line in a box of 100 by 24, from the first bucket to the last. */
export function sparkPath(values: readonly (number | null)[]): string {
  const present = values.filter((value) => value !== null)
  if (present.length < 2) return ''
  const [least, most] = [Math.min(0, ...present), Math.max(...present)]
  const height = most - least || 1
  const step = 100 / (values.length - 1)
  let path = ''
  let isOn = false
  for (const [i, value] of values.entries()) {
    if (value !== null)
      path += `${isOn ? 'L' : 'M'}${(i * step).toFixed(1)},${(23 - ((value - least) / height) * 22).toFixed(1)}`
    isOn = value !== null
  }
  return path
}
