import { describe, expect, it } from 'vitest'
import type { Notification } from './api'
import { byDay, pageOf, shortCount, switchedOff } from './rules'

const notification = (change: Partial<Notification>): Notification => ({
  id: 'n',
  kind: 'grant.proposed',
  object: { type: 'grant', id: 'g', label: '韦两人' },
  count: 1,
  first_at: '2026-11-20T01:00:00.000Z',
  last_at: '2026-11-20T01:00:00.000Z',
  read_at: null,
  ...change,
})

describe('a notification', () => {
  it('leads to the page of its object', () =>
    expect(pageOf(notification({ object: { type: 'school', id: 's', label: '梅岭小学' } }))).toEqual({
      name: 'school',
      params: { id: 's' },
    }))
  it('leads nowhere when its object is out of reach or has no page', () => {
    expect(pageOf(notification({ object: { type: 'school', id: 's', label: null } }))).toBeUndefined()
    expect(pageOf(notification({ object: { type: 'account', id: 'a', label: 'x' } }))).toBeUndefined()
  })
})

describe('days', () => {
  it('are those of the last time, each once, newest first', () => {
    const items = ['20T09', '19T23', '20T08'].map((at) => notification({ last_at: `2026-11-${at}:00:00.000Z` }))
    const days = byDay(items, (instant) => instant.slice(0, 10))
    expect(days.map(({ day, items: own }) => [day, own.length])).toEqual([
      ['2026-11-20', 2],
      ['2026-11-19', 1],
    ])
  })
})

describe('switches', () => {
  const preferences = [
    { kind: 'a', mandatory: true, enabled: true },
    { kind: 'b', mandatory: false, enabled: false },
    { kind: 'c', mandatory: false, enabled: true },
  ]
  it('change one and leave the others', () => {
    expect(switchedOff(preferences, 'c', false)).toEqual(['b', 'c'])
    expect(switchedOff(preferences, 'b', true)).toEqual([])
  })
})

describe('the count beside the bell', () => {
  it('stays short', () => expect([0, 7, 99, 100].map(shortCount)).toEqual(['0', '7', '99', '99+']))
})
