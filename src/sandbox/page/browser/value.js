// How values are written.
import { make } from './element.js'

export const number = new Intl.NumberFormat('en-US')
const two = (value) => String(value).padStart(2, '0')

export function time(text) {
  if (!text) return undefined
  const date = new Date(text)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return make('time', { datetime: text }, `${day} ${clock}`)
}

export function bytes(count) {
  if (count === undefined) return undefined
  if (count < 1000) return `${count} B`
  const power = Math.min(4, Math.floor(Math.log10(count) / 3))
  return `${(count / 1000 ** power).toFixed(1)} ${['', 'kB', 'MB', 'GB', 'TB'][power]}`
}

export function duration(seconds) {
  if (seconds === undefined) return undefined
  if (seconds < 60) return `${Number(seconds.toFixed(2))} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

const GOOD = ['SUCCEEDED', 'READY', 'available']
const BAD = ['FAILED', 'TIMEOUT', 'ERROR', 'stopped']
const MARKS = { good: '✓', bad: '✗', busy: '…' }
const STILL = ['STOPPED', 'CANCELLED']

export function state(text) {
  if (!text) return undefined
  const kind = GOOD.includes(text) ? 'good' : BAD.includes(text) ? 'bad' : STILL.includes(text) ? undefined : 'busy'
  return make('span', { class: `state ${kind ?? ''}` }, `${kind ? MARKS[kind] : '–'} ${text}`)
}

export const quiet = (text) => (text ? make('span', { class: 'quiet' }, text) : undefined)
export const mono = (text) => (text ? make('span', { class: 'mono' }, text) : undefined)
export const fact = (name, value) => (value ? make('p', {}, quiet(`${name}  `), mono(value)) : undefined)
