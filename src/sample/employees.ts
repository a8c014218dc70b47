import { integer, text } from './literal.ts'
import { officeCode } from './offices.ts'
import { type Random, rowRandom } from './random.ts'
import type { SampleSize } from './size.ts'
import type { Region } from './words/countries.ts'
import { FIRST_NAMES, LAST_NAMES } from './words/names.ts'

interface Post {
  readonly title: string
  readonly office: number
  readonly boss: number | null
}

const rep = (office: number, boss: number): Post => ({ title: 'Sales Rep', office, boss })

/** A tree with one root; who reports to nobody runs the shop. */
const POSTS: readonly Post[] = [
  { title: 'Managing Director', office: 0, boss: null },
  { title: 'Head of Sales', office: 0, boss: 0 },
  { title: 'Head of Marketing', office: 3, boss: 0 },
  { title: 'Sales Manager (Americas)', office: 0, boss: 1 },
  { title: 'Sales Manager (Europe)', office: 3, boss: 1 },
  { title: 'Sales Manager (Asia-Pacific)', office: 6, boss: 1 },
  ...[0, 0, 1, 1, 2, 2].map((office) => rep(office, 3)),
  ...[3, 3, 3, 3, 4, 4, 4].map((office) => rep(office, 4)),
  ...[5, 5, 6, 6].map((office) => rep(office, 5)),
]

/** Who sells where. The last one in America and in Europe are new and have no customers yet. */
const REPS: Record<Region, readonly number[]> = {
  Americas: [6, 7, 8, 9, 10],
  Europe: [12, 13, 14, 15, 16, 17],
  'Asia-Pacific': [19, 20, 21, 22],
}
/** Two people of one name. */
const NAMESAKE = { of: 7, is: 15 } as const

const employeeNumber = (employee: number): number => 5002 + 37 * employee

export const salesRep = (region: Region, random: Random): number => employeeNumber(random.pick(REPS[region]))

export function* employeeRows({ seed }: SampleSize): Generator<string> {
  const shift = rowRandom(seed, 'employee', 0).below(LAST_NAMES.length)
  for (const [index, post] of POSTS.entries()) yield employeeRow(seed, shift, index, post)
}

function employeeRow(seed: number, shift: number, index: number, { title, office, boss }: Post): string {
  const person = index === NAMESAKE.is ? NAMESAKE.of : index
  const lastName = LAST_NAMES[(shift + 5 * person) % LAST_NAMES.length]!
  const firstName = rowRandom(seed, 'employee', 1 + person).pick(FIRST_NAMES)
  return `(${[
    integer(employeeNumber(index)),
    text(lastName),
    text(firstName),
    text(`x${1100 + 97 * index}`),
    text(address(firstName, lastName, index === NAMESAKE.is ? '2' : '')),
    text(officeCode(office)),
    integer(boss === null ? null : employeeNumber(boss)),
    text(title),
  ].join(',')})`
}

function address(firstName: string, lastName: string, suffix: string): string {
  const name = `${firstName}.${lastName}`.normalize('NFD').replace(/[^A-Za-z.-]/g, '')
  return `${name.toLowerCase()}${suffix}@lantern-and-sail.example`
}
