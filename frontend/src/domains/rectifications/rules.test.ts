import { describe, expect, it } from 'vitest'
import type { ProblemRow, Verb } from './api'
import {
  byColumn,
  COLUMNS,
  mainVerb,
  monthAfter,
  monthSpan,
  shapeOf,
  SHAPES,
  STATES,
  VERB_FORMS,
  weeksOf,
} from './rules'

describe('the board', () => {
  it('shows every state that asks for work in exactly one column', () => {
    const shown = COLUMNS.flatMap(({ states }) => states)
    expect(new Set(shown).size).toBe(shown.length)
    expect(STATES.filter((state) => !shown.includes(state))).toEqual(['consolidated', 'withdrawn'])
  })
  it('puts each row under its state', () => {
    const rows = STATES.map((state) => ({ state })) as ProblemRow[]
    expect(byColumn(rows).map(({ rows }) => rows.length)).toEqual([3, 1, 1, 1, 1])
  })
  it('is red for what is late and nothing else', () => {
    for (const state of STATES) {
      expect(shapeOf({ state, overdue: false })).toBe(SHAPES[state])
      expect(shapeOf({ state, overdue: true })).toBe('overdue')
    }
  })
})

describe('the buttons', () => {
  it('fill the one that brings the problem on', () => {
    expect(mainVerb(['withdraw', 'assign', 'contest'] as Verb[])).toBe('assign')
    expect(mainVerb(['reopen'] as Verb[])).toBeUndefined()
  })
  it('ask for a day where a time limit is set anew', () => {
    expect(Object.entries(VERB_FORMS).flatMap(([verb, form]) => (form.day ? [verb] : []))).toEqual(['extend', 'reopen'])
  })
})

describe('the calendar', () => {
  it('knows how long months are', () => {
    expect(monthSpan('2026-11')).toEqual({ from_on: '2026-11-01', to_on: '2026-11-30' })
    expect(monthSpan('2028-02').to_on).toBe('2028-02-29')
    expect(monthAfter('2026-12', 1)).toBe('2027-01')
    expect(monthAfter('2026-01', -1)).toBe('2025-12')
  })
  it('lays a month out in whole weeks from Monday', () => {
    const weeks = weeksOf('2026-11')
    expect(weeks).toHaveLength(6)
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
    expect(weeks.flat().filter(Boolean)).toHaveLength(30)
    expect(weeks.every((week) => week.length === 7)).toBe(true)
  })
})
