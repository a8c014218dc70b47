import { isLong, type TypedColumn } from '../core/schema.ts'
import { snakeCase } from '../model/name.ts'

/** What a column is for, as far as its type and its name tell: `additive` numbers are summed, a `rate` or a `balance` never is. */
export type Role = 'date' | 'moment' | 'text' | 'additive' | 'rate' | 'balance' | 'plain' | 'long'

/** Words of a name with `_` around each: `_price_each_`. */
const wordsOf = (name: string): string => `_${snakeCase(name)}_`

const NUMBERS_A_THING = /_(id|uuid|guid|code|number|num|no|nr|key|zip|year|type|status|state|flag|version)_$/
const NEVER_ADDS = /limit|percent|_(pct|rate|ratio|share|factor|margin)_$/
const ADDS_UP = /amount|total|revenue|turnover|_(sum|sales)_/
const BALANCE = /balance|stock|inventory|on_hand|_(level|capacity)_/
const RATE = /price|msrp|discount|salary|wage|_(rate|tax|vat|avg|average|score|rating|each|per|unit|exchange)_/
const QUANTITY = /quantity|_(qty|units|pieces|items|count|hours|nights|seats|guests)_/
const COUNTED =
  /duration|distance|_(number_of|minutes|seconds|days|points|clicks|views|visits|bytes|miles|km|kg|fee|cost)_/

export const isQuantity = ({ name }: TypedColumn): boolean => QUANTITY.test(wordsOf(name))
export const isPrice = ({ name }: TypedColumn): boolean => /price/.test(name.toLowerCase()) && !isTotal(name)
export const isListPrice = (name: string): boolean => /list|msrp|retail|old|original|discount/.test(wordsOf(name))
export const isCost = ({ name }: TypedColumn): boolean =>
  /buy_?price|purchase_?price|cost_?price|_(unit_cost|cost)_/.test(wordsOf(name))
const isTotal = (name: string): boolean => ADDS_UP.test(wordsOf(name))

/** Text that must not be shown to anybody, and text by which a person is found. */
export const isSecret = (name: string): boolean =>
  /passw|_(pwd|pass|token|secret|hash|salt|api_key|private_key|cvv|pin)_/.test(wordsOf(name))
export const isPersonal = (name: string): boolean =>
  /e_?mail|phone|address_line|street|birth|passport|_(ssn|iban|fax|mobile|tax_number|national_id|card_number)_/.test(
    wordsOf(name),
  )

/** Names by which people know a thing, and those by which they sort things. */
export const isNaming = (name: string): boolean => /name|title|label/.test(wordsOf(name)) || isSorting(name)
export const isSorting = (name: string): boolean =>
  /country|region|territory|category|segment|brand|_(state|city|type|kind|class|group|line|status)_$/.test(
    wordsOf(name),
  )
/** Where a letter is sent: of no use for sorting, and personal where the table is of people. */
export const isAddress = (name: string): boolean =>
  /address|street|postal|_(zip|postcode|extension)_/.test(wordsOf(name))
/** Only says in which order rows stand. */
export const isSequence = (name: string): boolean =>
  /_(line|position|item|row|sort)_(number|num|no|nr|order)_$|_(seq|sequence)_$/.test(wordsOf(name))
/** When a row was written, which says nothing of what it stands for. */
export const isAudit = (name: string): boolean =>
  /update|modif|delet|sync|import|_(changed|inserted)_/.test(wordsOf(name))
/** The date that people mean first. */
export const isMainDate = (name: string): boolean =>
  /order|invoice|sale|sold|paid|pay|book|transaction|event|occur|purchase|rent|start|creat|_(date|day)_/.test(
    wordsOf(name),
  )

/** Exact for the compiler too, which goes by the declaration's first word. */
export const isExact = ({ type, declared }: TypedColumn): boolean =>
  (type.kind === 'integer' || type.kind === 'decimal') && /^(tiny|small|medium|big)?int|^decimal/.test(declared)

const MOST_LENGTH = 500
const isTooLong = (column: TypedColumn): boolean =>
  isLong(column) || Number(/^varchar\((\d+)\)/.exec(column.declared)?.[1] ?? 0) > MOST_LENGTH

export function roleOf(column: TypedColumn): Role {
  if (column.type.kind === 'date') return 'date'
  if (column.type.kind === 'timestamp') return 'moment'
  if (isTooLong(column)) return 'long'
  if (column.type.kind === 'text') return 'text'
  return isExact(column) ? numberRole(column) : 'plain'
}

function numberRole({ name, declared, type }: TypedColumn): Role {
  const words = wordsOf(name)
  if (NUMBERS_A_THING.test(words) || /^tinyint\(1\)/.test(declared)) return 'plain'
  if (NEVER_ADDS.test(words)) return 'rate'
  if (BALANCE.test(words)) return 'balance'
  if (ADDS_UP.test(words)) return 'additive'
  if (RATE.test(words)) return 'rate'
  if (QUANTITY.test(words) || COUNTED.test(words)) return 'additive'
  return type.kind === 'decimal' && !/_(lat|latitude|lon|lng|longitude|weight|height|width|length)_/.test(words)
    ? 'additive'
    : 'plain'
}

/** Its amount or quantity is so plainly named that the table is one of events, whatever refers to it. */
export const isPlainlyAdditive = (column: TypedColumn): boolean =>
  roleOf(column) === 'additive' && (isTotal(column.name) || isQuantity(column))
