import { describe, expect, it } from 'vitest'
import type { ProblemRow, Verb } from './api'
import { byColumn, COLUMNS, mainVerb, shapeOf, SHAPES, STATES, VERB_FORMS } from './rules'

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
    expect(
      Object.entries(VERB_FORMS).flatMap(([verb, form]) => (form.some(({ kind }) => kind === 'day') ? [verb] : [])),
    ).toEqual(['extend', 'reopen'])
  })
})
