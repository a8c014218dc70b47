import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conditionText, readCondition } from '../../../src/serve/condition-text.ts'
import {
  GRAINS,
  INITIAL,
  MOST_TOP,
  type PageState,
  searchOf,
  stateOf,
} from '../../../src/serve/dashboard/page-state.ts'

/** Values that are hard on whoever writes them into an address. */
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed()),
  fc.string({ unit: fc.constantFrom('\\', ',', '.', '"', '=', '&', '%'), maxLength: 8 }),
  fc.constantFrom('', '""', '..', 'a..b', '\\', ',', '\\,', ' ', 'Norway  ', '<img src=x>'),
)
const path = fc.constantFrom('product.line', 'location.country', 'status', 'customer.customerName')
const state: fc.Arbitrary<PageState> = fc.record({
  fact: fc.constantFrom(null, 'orders', 'payments'),
  period: fc.constantFrom('all', 'ytd', '2004', '2004-01-01..2004-02-29'),
  compare: fc.constantFrom('sameDaysLastYear', 'previousPeriod', null),
  filters: fc.dictionary(path, fc.uniqueArray(fc.oneof(value, fc.constant(null)), { minLength: 1, maxLength: 4 }), {
    maxKeys: 3,
  }),
  grain: fc.constantFrom(null, ...GRAINS),
  measure: fc.constantFrom(null, 'sales', 'units'),
  top: fc.integer({ min: 1, max: MOST_TOP }),
  sort: fc.constantFrom(null, 'sales', '-sales', '-product.line'),
  page: fc.integer({ min: 1, max: 50 }),
  tables: fc.subarray(['time', 'what', 'where']),
})

describe('the page’s address', () => {
  test('says the whole state, whatever values it holds', () => {
    fc.assert(
      fc.property(state, (given) => {
        expect(stateOf(searchOf(given))).toEqual({ ...given, filters: { ...given.filters } })
        expect(searchOf(stateOf(searchOf(given)))).toBe(searchOf(given))
      }),
    )
  })

  test('says nothing where nothing is chosen, and understands whatever anybody writes', () => {
    expect(searchOf(INITIAL)).toBe('')
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (search) => void stateOf(`?${search}`)))
    expect(stateOf('?top=999&page=-1&grain=century&compare_tr=constructor&f=&f==&f=x')).toEqual(INITIAL)
  })

  test('is short and can be read', () => {
    const given = {
      ...INITIAL,
      period: 'ytd',
      filters: { 'location.country': ['USA', null] },
      sort: '-sales',
      measure: 'units',
    }
    expect(decodeURIComponent(searchOf(given))).toBe('?tr=ytd&f=location.country=USA,&m=units&sort_by=sales')
  })
})

test('a condition is read as it was written', () => {
  const wanted = fc.oneof(
    fc.array(fc.oneof(value, fc.constant(null)), { minLength: 1, maxLength: 4 }),
    fc.record({ from: fc.constantFrom('1', '2004-01-01', '-2.5'), to: fc.constantFrom('7', '2004-12-31') }),
  )
  fc.assert(
    fc.property(path, wanted, (name, given) => {
      expect(readCondition(conditionText(name, given))).toEqual([name, given])
    }),
  )
})
