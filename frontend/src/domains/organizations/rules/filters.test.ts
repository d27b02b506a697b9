import { describe, expect, it } from 'vitest'
import { bound, chosen, inForce, SCHOOL_FILTERS, toggled, valuesOf, type Filters } from './filters'

const filters = (given: Partial<Filters> = {}): Filters => ({
  ...(Object.fromEntries(SCHOOL_FILTERS.map((name) => [name, ''])) as Filters),
  ...given,
})

describe('a filter of several values', () => {
  it('keeps them in the order of the panel, however they were clicked', () => {
    const first = filters({ type: toggled(filters(), 'type', 'special') })
    expect(toggled(first, 'type', 'kindergarten')).toBe('kindergarten,special')
  })
  it('gives a value up at the second click', () => {
    expect(toggled(filters({ type: 'primary,special' }), 'type', 'primary')).toBe('special')
    expect(toggled(filters({ type: 'primary' }), 'type', 'primary')).toBe('')
  })
  it('drops words that the attribute does not know, as a hand-made address may hold', () => {
    expect(toggled(filters({ area: 'moon,town' }), 'area', 'urban')).toBe('urban,town')
  })
  it('offers what is not known only where it may be unknown', () => {
    expect(valuesOf('party_coverage')).toContain('unknown')
    expect(valuesOf('type')).not.toContain('unknown')
  })
  it('reads an empty text as no value', () => expect(chosen(filters(), 'status')).toEqual([]))
})

describe('a filter of yes or no', () => {
  it('gives up one answer for the other', () => {
    expect(toggled(filters({ has_code: 'true' }), 'has_code', 'false')).toBe('false')
    expect(toggled(filters({ has_code: 'false' }), 'has_code', 'false')).toBe('')
  })
})

describe('a bound', () => {
  it.each([
    ['1,200 人', '1200'],
    ['007', '7'],
    ['0', '0'],
    ['abc', ''],
    ['', ''],
  ])('reads %j as %j', (typed, read) => expect(bound(typed)).toBe(read))
})

describe('what is in force', () => {
  it('is nothing without filters; a search stands in its own box', () => {
    expect(inForce(filters({ q: '一小' }))).toEqual([])
  })
  it('tells the unit first, then the attributes, then the ranges', () => {
    expect(inForce(filters({ staff_max: '40', area: 'town,rural', unit: 'u1', pupils_min: '100' }))).toEqual([
      { kind: 'unit' },
      { kind: 'facet', facet: 'area', values: ['town', 'rural'] },
      { kind: 'range', range: 'pupils', min: '100', max: '' },
      { kind: 'range', range: 'staff', min: '', max: '40' },
    ])
  })
})
