import { describe, expect, it } from 'vitest'
import type { Day, Overview } from './api'
import { coverage, daysLater, gaps, listOf, rate, sinceYesterday, upcoming } from './rules'

const figures = (given: Partial<Overview['figures']> = {}): Overview['figures'] => ({
  schools: 162,
  public: 131,
  private: 31,
  pupils: 74605,
  staff: 6178,
  party_covered: 148,
  party_unknown: 9,
  without_code: 7,
  incomplete: 47,
  ...given,
})
const day = (date: string, kind: Day['kind'], name: string | null = null): Day => ({
  date,
  kind,
  name,
  provisional: false,
})

describe('rates', () => {
  it('are in basis points', () => expect(rate(1, 3)).toBe(3333))
  it('are unknown when there is nothing to divide by', () => expect(rate(0, 0)).toBeNull())
  it('leave schools of unknown coverage out of the whole', () => {
    expect(coverage(figures())).toBe(9673)
    expect(coverage(figures({ schools: 9, party_covered: 0 }))).toBeNull()
  })
})

describe('the days to come', () => {
  it('put the days of one holiday together, and make-up days apart', () => {
    const days = [
      day('2026-09-30', 'working'),
      day('2026-10-01', 'holiday', '国庆节'),
      day('2026-10-02', 'holiday', '国庆节'),
      day('2026-10-03', 'working'),
      day('2026-10-10', 'make_up', '国庆节'),
      day('2026-10-11', 'rest'),
    ]
    expect(upcoming(days, 5)).toEqual([
      { kind: 'holiday', name: '国庆节', from: '2026-10-01', to: '2026-10-02', days: 2, provisional: false },
      { kind: 'make_up', name: '国庆节', from: '2026-10-10', to: '2026-10-10', days: 1, provisional: false },
    ])
  })
  it('do not join two holidays that follow on each other', () => {
    const days = [day('2028-10-01', 'holiday', '国庆节'), day('2028-10-02', 'holiday', '中秋节')]
    expect(upcoming(days, 5).map(({ name }) => name)).toEqual(['国庆节', '中秋节'])
  })
  it('stop at the limit', () => {
    const days = [day('2026-01-01', 'holiday', '元旦'), day('2026-01-02', 'rest'), day('2026-01-04', 'make_up', '元旦')]
    expect(upcoming(days, 1)).toHaveLength(1)
  })
})

describe('gaps', () => {
  it('name only what is missing somewhere', () => {
    expect(gaps(figures({ without_code: 0 })).map(({ key, count }) => [key, count])).toEqual([
      ['incomplete', 47],
      ['partyUnknown', 9],
    ])
    expect(gaps(figures({ without_code: 0, incomplete: 0, party_unknown: 0 }))).toEqual([])
  })
  it('lead to lists that count the same schools as the figures', () => {
    expect(listOf('u1', { has_code: 'false' })).toEqual({
      name: 'schools',
      query: { status: 'operating,suspended', has_code: 'false', unit: 'u1' },
    })
  })
})

describe('since yesterday', () => {
  const dayOf = (at: string) => at.slice(0, 10)
  it('takes today and yesterday, not the day before', () => {
    const events = ['2026-03-01T09:00', '2026-02-28T00:01', '2026-02-27T23:59'].map((at) => ({ at }))
    expect(sinceYesterday(events, '2026-03-01', dayOf)).toEqual(events.slice(0, 2))
  })
  it('steps over the ends of months and years', () => {
    expect(daysLater('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysLater('2028-02-28', 1)).toBe('2028-02-29')
  })
})
