import { describe, expect, it } from 'vitest'
import { monthAfter, monthOr, monthSpan, weeksOf } from './months'

describe('months', () => {
  it('have their length', () => {
    expect(monthSpan('2026-11')).toEqual({ from_on: '2026-11-01', to_on: '2026-11-30' })
    expect(monthSpan('2028-02').to_on).toBe('2028-02-29')
    expect(monthAfter('2026-12', 1)).toBe('2027-01')
    expect(monthAfter('2026-01', -1)).toBe('2025-12')
  })
  it('are laid out in whole weeks from Monday', () => {
    const weeks = weeksOf('2026-11')
    expect(weeks).toHaveLength(6)
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
    expect(weeks.flat().filter(Boolean)).toHaveLength(30)
    expect(weeks.every((week) => week.length === 7)).toBe(true)
  })
  it('are that of today where an address names none', () => {
    expect(monthOr('2026-03', '2026-11-28')).toBe('2026-03')
    expect(monthOr('soon', '2026-11-28')).toBe('2026-11')
  })
})
