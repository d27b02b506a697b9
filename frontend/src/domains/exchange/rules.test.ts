import { describe, expect, it } from 'vitest'
import {
  BUNDLE,
  letterOf,
  mayVisit,
  shareOf,
  SHAPES,
  spanOf,
  stateWord,
  STEPS,
  stepOf,
  wordOf,
  writable,
} from './rules'
import { STATES, type Import, type State } from './types'

const one = (state: State, more: Partial<Import> = {}) =>
  ({ state, applied_at: null, validated_at: null, may: { start: true, change: true }, ...more }) as Import

describe('the step of an import', () => {
  it('is that of its state', () =>
    expect(Object.fromEntries(STATES.map((state) => [state, stepOf(one(state))]))).toEqual({
      open: 'upload',
      uploaded: 'map',
      validating: 'fix',
      validated: 'fix',
      applying: 'write',
      completed: 'write',
      completed_with_errors: 'write',
      failed: 'map',
      cancelled: 'write',
      expired: 'write',
      rolling_back: 'write',
      rolled_back: 'write',
      partly_rolled_back: 'write',
    }))
  it('of one that failed is where something can be done', () => {
    expect(stepOf(one('failed', { validated_at: '2026-11-20T00:00:00Z' }))).toBe('fix')
    expect(stepOf(one('failed', { applied_at: '2026-11-20T00:00:00Z' }))).toBe('write')
    expect(stepOf(one('failed', { may: { retry: true } as Import['may'] }))).toBe('write')
  })
  it('of a bundle is called by what is done with one: it has no columns to match', () => {
    expect(STEPS.map((step) => wordOf(step, BUNDLE))).toEqual(['type', 'upload', 'open', 'fix', 'write'])
    expect(STEPS.map((step) => wordOf(step, 'school'))).toEqual([...STEPS])
    expect(STATES.filter((state) => stateWord({ state, type: BUNDLE }) !== state)).toEqual(['uploaded'])
    expect(STATES.filter((state) => stateWord({ state, type: 'school' }) !== state)).toEqual([])
  })
  it('can be the mapping again as long as it may be checked anew', () => {
    expect(mayVisit(one('validated'), 'map')).toBe(true)
    expect(mayVisit(one('validated'), 'upload')).toBe(false)
    expect(mayVisit(one('completed', { may: { start: false } as Import['may'] }), 'map')).toBe(false)
  })
})

it('every state has a shape', () => expect(STATES.filter((state) => !SHAPES[state])).toEqual([]))

it('rows that would be written are those that change something', () =>
  expect(writable({ total: 9, created: 3, updated: 2, unchanged: 1, deleted: 1, rejected: 1, skipped: 1 })).toBe(6))

describe('the share that is done', () => {
  const at = (rows_done: number, rows_total: number | null, bytes_done = 0, bytes_total: number | null = null) =>
    shareOf({ progress: { phase: 'reading', rows_done, rows_total, bytes_done, bytes_total, eta_s: null } })
  it('counts rows, or bytes while nobody knows how many rows there are', () => {
    expect(at(50, 200)).toBe(0.25)
    expect(at(50, null, 5, 10)).toBe(0.5)
    expect(at(50, null)).toBeNull()
    expect(at(210, 200)).toBe(1)
  })
})

it('columns have letters as in a spreadsheet', () =>
  expect([0, 25, 26, 51, 52, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']))

it('a span is told in the unit that people use', () =>
  expect([8, 89, 90, 3600, 7200].map(spanOf)).toEqual([
    { unit: 'seconds', n: 8 },
    { unit: 'seconds', n: 89 },
    { unit: 'minutes', n: 2 },
    { unit: 'minutes', n: 60 },
    { unit: 'hours', n: 2 },
  ]))
