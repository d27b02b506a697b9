import { describe, expect, it } from 'vitest'
import { barsOf, chartOf, draws, heightOf, isTime, restOf } from './figureRules'
import { acrossOf, dimensionOf, yearOf, type Figures } from './figures'

const named = (_: string, side: { code: string }) => side.code.toUpperCase()
const TABLE = {
  ...{ year: 2026, until_on: '2026-10-31', below: 3, by: 'category', across: 'track', total: 20 },
  rows: [
    { code: 'a', label: null },
    { code: 'b', label: null },
  ],
  columns: [
    { code: 'j', label: null },
    { code: 'x', label: null },
  ],
  figures: [
    { cells: [3, null], total: null },
    { cells: [5, 7], total: 12 },
  ],
  totals: [8, null],
} as Figures

describe('bars of a table', () => {
  it('stand in rows, the largest first, with a part for each column', () =>
    expect(barsOf(TABLE, named)).toEqual({
      rows: [
        { name: 'B', cells: [5, 7], total: 12 },
        { name: 'A', cells: [3, null], total: null },
      ],
      series: ['J', 'X'],
    }))
  it('are totals without a second dimension, and stay in time where rows are time', () => {
    const bars = barsOf({ ...TABLE, by: 'month', across: null }, named)
    expect(bars.rows.map(({ name, cells }) => [name, cells])).toEqual([
      ['A', [null]],
      ['B', [12]],
    ])
    expect(isTime('quarter')).toBe(true)
  })
  it('keep what is withheld together where the total is told, and mark a total that is not', () => {
    const bars = barsOf(
      {
        ...TABLE,
        figures: [
          { cells: [3, null], total: null },
          { cells: [5, null], total: 12 },
        ],
      },
      named,
    )
    expect(bars.rows.map(restOf)).toEqual([7, 0])
    const { series } = chartOf(bars, false, { withheld: '不显示', rest: '合计' }, (token) => token)
    const all = series as { type: string; data: unknown[] }[]
    expect(all.map(({ data }) => data)).toEqual([[5, 3], [0, 0], [7, 0], [[3, 1]]])
    expect(heightOf(bars, true)).toBe(260)
  })
  it('are not drawn where every number is withheld', () => {
    const nothing = { ...TABLE, across: null, figures: TABLE.figures.map(() => ({ cells: [], total: null })) }
    expect(draws(barsOf(nothing, named))).toBe(false)
    expect(draws(barsOf(TABLE, named))).toBe(true)
  })
})

describe('what a page asks', () => {
  it('is a dimension once, and time once', () => {
    expect(dimensionOf('nothing')).toBe('category')
    expect(acrossOf('category', 'category')).toBeUndefined()
    expect(acrossOf('month', 'quarter')).toBeUndefined()
    expect(acrossOf('month', 'track')).toBe('track')
  })
  it('is the year of the last month that is over', () => {
    expect(yearOf('', '2026-11-28')).toBe(2026)
    expect(yearOf('', '2027-01-05')).toBe(2026)
    expect(yearOf('2024', '2027-01-05')).toBe(2024)
  })
})
