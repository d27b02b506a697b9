import { describe, expect, it } from 'vitest'
import { isAtWork, secondsLeft, share } from './jobs'

const START = '2026-11-20T00:00:00.000Z'
const after = (seconds: number) => Date.parse(START) + seconds * 1000

it('is at work while it waits or runs', () =>
  expect(
    (['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const).map((state) => isAtWork({ state })),
  ).toEqual([true, true, false, false, false]))

describe('the share done', () => {
  it('is unknown without a total', () => expect(share({ done: 3, total: null })).toBeNull())
  it('is unknown of nothing', () => expect(share({ done: 0, total: 0 })).toBeNull())
  it('never passes the whole', () => expect(share({ done: 12, total: 10 })).toBe(1))
})

describe('the time left', () => {
  it('goes by the pace so far', () =>
    expect(secondsLeft({ done: 25, total: 100, started_at: START }, after(10))).toBe(30))
  it('is not guessed at the beginning', () =>
    expect(secondsLeft({ done: 25, total: 100, started_at: START }, after(1))).toBeNull())
  it('is not guessed of a job that has not begun', () =>
    expect(secondsLeft({ done: 0, total: 100, started_at: null }, after(10))).toBeNull())
})
