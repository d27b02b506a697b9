import { describe, expect, it } from 'vitest'
import { cellOf, daysBetween, moved, sharesOf, windowOf } from './rules'
import { mainVerb, otherVerbs } from './verbs'

const RULES = [
  { id: 'VOT-02', severities: ['red' as const] },
  { id: 'VOT-06', severities: ['yellow' as const, 'red' as const] },
]

describe('a cell of the matrix', () => {
  const school = { rules: { 'VOT-06': 2, 'VOT-02': 1, 'MTG-03': 9 }, lacking: { 'VOT-02': 4 } }
  it('adds up the rules of its column and takes the gravest card', () =>
    expect(cellOf(school, RULES)).toEqual({ failed: 3, lacking: 4, severity: 'red' }))
  it('has no card where nothing failed', () =>
    expect(cellOf({ rules: {}, lacking: { 'VOT-02': 1 } }, RULES)).toEqual({ failed: 0, lacking: 1, severity: null }))
})

describe('the keys of the matrix', () => {
  it('move by one and stay at the edges', () => {
    expect(moved([0, 0], 'ArrowDown', [3, 4])).toEqual([1, 0])
    expect(moved([0, 0], 'ArrowUp', [3, 4])).toEqual([0, 0])
    expect(moved([2, 3], 'ArrowRight', [3, 4])).toEqual([2, 3])
  })
  it('jump to the ends', () => {
    expect(moved([1, 2], 'Home', [3, 4])).toEqual([1, 0])
    expect(moved([1, 2], 'PageDown', [3, 4])).toEqual([2, 2])
  })
  it('leave other keys alone', () => expect(moved([1, 2], 'a', [3, 4])).toEqual([1, 2]))
})

describe('the bar of a family', () => {
  it('is made of what was applicable', () =>
    expect(sharesOf({ passed: 6, failed: 1, insufficient: 3 })).toEqual({
      passed: 0.6,
      failed: 0.1,
      insufficient: 0.3,
    }))
  it('is empty where nothing was', () =>
    expect(sharesOf({ passed: 0, failed: 0, insufficient: 0 })).toEqual({ passed: 0, failed: 0, insufficient: 0 }))
})

describe('the window of a split', () => {
  const paid = (...rows: [string, string][]) => ({
    first_on: rows[0]?.[0] ?? '',
    last_on: rows.at(-1)?.[0] ?? '',
    payments: rows.map(([paid_on, amount], at) => ({ id: String(at), paid_on, amount })),
  })
  const terms = { sum: 1_000_000, count: 2, days: 30 }
  it('is the shortest that holds the sum', () => {
    const group = paid(['2026-03-01', '6000.00'], ['2026-03-20', '5000.00'], ['2026-03-22', '5000.00'])
    expect(windowOf(group, terms)).toEqual({ from: '2026-03-20', to: '2026-03-22', sum: 1_000_000 })
  })
  it('does not count a payment on the day after the window', () => {
    const group = paid(['2026-03-01', '6000.00'], ['2026-03-31', '6000.00'])
    expect(windowOf(group, terms)).toEqual({ from: '2026-03-01', to: '2026-03-31', sum: 1_200_000 })
    expect(daysBetween('2026-03-01', '2026-03-31')).toBe(30)
  })
  it('counts in 分, where sums of decimals would be off', () => {
    const group = paid(['2026-03-01', '0.10'], ['2026-03-01', '0.20'])
    expect(windowOf(group, { sum: 30, count: 2, days: 1 }).sum).toBe(30)
  })
})

describe('verbs', () => {
  it('fill one button and leave the rest in order', () => {
    const verbs = ['assign', 'rectify', 'propose', 'close', 'return'] as const
    expect(mainVerb(verbs)).toBe('close')
    expect(otherVerbs(verbs)).toEqual(['assign', 'rectify', 'return', 'propose'])
  })
  it('put the second person’s decision first', () => expect(mainVerb(['assign', 'dismiss', 'keep'])).toBe('dismiss'))
})
