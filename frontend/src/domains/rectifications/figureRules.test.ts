import { describe, expect, it } from 'vitest'
import { partOf, taskStand } from './figureRules'

const rates = { closed: 8, on_time: 6, returned: 1, recurring: 0, average_days: 12 }

describe('rates', () => {
  it('are parts of what was closed', () => {
    expect(partOf(rates, 'on_time')).toBe(7500)
    expect(partOf(rates, 'returned')).toBe(1250)
  })
  it('are unknown where nothing was closed, not zero', () =>
    expect(partOf({ ...rates, closed: 0, on_time: 0 }, 'on_time')).toBeNull())
})

it('a task that is done is not late any more', () => {
  expect(taskStand({ done_on: '2026-11-01', overdue: true })).toBe('done')
  expect(taskStand({ done_on: null, overdue: true })).toBe('overdue')
  expect(taskStand({ done_on: null, overdue: false })).toBe('open')
})
