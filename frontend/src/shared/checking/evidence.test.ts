import { describe, expect, it } from 'vitest'
import { linesOf, paymentsOf } from './evidence'

const kinds = (rule: string, evidence: Record<string, unknown>, percents = false) =>
  linesOf(rule, evidence, percents).map(({ key, pieces }) => [key, ...pieces.map(({ kind }) => kind)])
const id = '0198c0de-0000-7000-8000-000000000061'

describe('evidence', () => {
  it('tells sums from numbers, and shares of payments from sums', () => {
    expect(kinds('PRE-02', { amount: 980000, threshold: 1000000, days: 1 })).toEqual([
      ['amount', 'money'],
      ['threshold', 'money'],
      ['days', 'number'],
    ])
    expect(kinds('POL-03', { median: 250000 })).toEqual([['median', 'money']])
    expect(kinds('ANO-04', { median: 400 })).toEqual([['median', 'share']])
  })
  it('reads a limit as a share where the rule measures shares', () => {
    expect(kinds('EXE-04', { limit: 10 }, true)).toEqual([['limit', 'percent']])
    expect(kinds('PRE-03', { limit: 2 })).toEqual([['limit', 'number']])
  })
  it('knows days, moments, flags, records and words', () => {
    expect(kinds('X', { due_on: '2026-04-01', added_at: '2026-04-01T08:00:00Z', done: false })).toEqual([
      ['due_on', 'day'],
      ['added_at', 'moment'],
      ['done', 'flag'],
    ])
    expect(kinds('X', { chair: id, form: 'circulation', items: [{ name: '跑道' }] })).toEqual([
      ['chair', 'record'],
      ['form', 'word'],
      ['items', 'priced'],
    ])
  })
  it('leaves out what says nothing', () => {
    expect(linesOf('MTG-08', { without_reason: [id], voted_absent: [], filed_on: null })).toHaveLength(1)
  })
  it('names a group of payments by its kind, not by an id', () => {
    expect(linesOf('ANO-01', { key: `supplier:${id}` })[0]?.pieces).toEqual([{ kind: 'word', value: 'supplier' }])
    expect(linesOf('ANO-01', { key: 'project:操场' })[0]?.pieces).toEqual([{ kind: 'word', value: 'project:操场' }])
  })
  it('leaves the sums to the payments that are named', () =>
    expect(linesOf('ANO-01', { payments: [id], amounts: [980000] }).map(({ key }) => key)).toEqual(['payments']))
  it('finds the payments of a split', () => {
    expect(paymentsOf({ payments: [id, 'x'] })).toEqual([id])
    expect(paymentsOf({ payments: 3 })).toEqual([])
  })
})
