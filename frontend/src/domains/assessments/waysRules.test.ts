import { describe, expect, it } from 'vitest'
import type { Preview } from './ways'
import { beside, cloneIn, cloneOf, costOf, districtsBelow, leftOf, movesShown, nextYear, yearAfter } from './waysRules'

const earlier = {
  code: 'QLXX-2026',
  title: '2026年清廉学校年度评估',
  cycle: '2026',
  period_first_on: '2026-01-01',
  period_last_on: '2026-12-31',
  framework: { version_id: 'v1' },
} as never

describe('next year from this one', () => {
  it('moves names and days by a year', () => {
    const form = cloneOf(earlier)
    expect([form.code, form.title, form.cycle]).toEqual(['QLXX-2027', '2027年清廉学校年度评估', '2027'])
    expect([form.period_first_on, form.period_last_on]).toEqual(['2027-01-01', '2027-12-31'])
    expect(nextYear('示范校')).toBe('示范校')
  })
  it('keeps the last of February', () => {
    expect(yearAfter('2028-02-29')).toBe('2029-02-28')
    expect(yearAfter('2026-02-28')).toBe('2027-02-28')
  })
  it('names a version only where it is another', () => {
    const form = cloneOf(earlier)
    expect(cloneIn(form, earlier).version_id).toBeNull()
    expect(cloneIn({ ...form, version_id: 'v2' }, earlier).version_id).toBe('v2')
  })
})

it('without its schools nothing of theirs is taken over', () => {
  const form = { ...cloneOf(earlier), entries: true, comments: true }
  expect(cloneIn(form, earlier)).toMatchObject({ enrolments: true, entries: true, comments: true, assignments: false })
  expect(cloneIn({ ...form, enrolments: false }, earlier)).toMatchObject({ entries: false, comments: false })
})

describe('quotas', () => {
  it('leave what is not used, never less than nothing, and no number where there is no limit', () => {
    expect(leftOf({ quota: 3, admitted: 1 })).toBe(2)
    expect(leftOf({ quota: 1, admitted: 2 })).toBe(0)
    expect(leftOf({ quota: null, admitted: 2 })).toBeNull()
    expect(leftOf({ quota: 2, admitted: null })).toBeNull()
  })
  it('are of the districts below the bureau only', () => {
    const unit = (id: string, parent_id: string | null, kind: string) => ({ id, parent_id, kind, name: id })
    const tree = [
      unit('b', null, 'bureau'),
      unit('d', 'b', 'district'),
      unit('x', null, 'bureau'),
      unit('e', 'x', 'district'),
    ]
    expect(districtsBelow(tree, 'b').map(({ id }) => id)).toEqual(['d'])
  })
})

it('the schools beside the one at hand', () => {
  const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
  expect(beside(rows, 'b')).toEqual({ before: 'a', after: 'c' })
  expect(beside(rows, 'a').before).toBeUndefined()
  expect(beside(rows, 'elsewhere')).toEqual({ after: 'a' })
})

describe('a move to a newer version', () => {
  const move = (treatment: string, cleared = 0) => ({ treatment, cleared }) as Preview['moves'][number]
  it('counts what it takes', () =>
    expect(costOf({ moves: [move('kept'), move('reenter', 3)], rounds: [{ reopened: 2 } as never] })).toEqual({
      cleared: 3,
      reopened: 2,
    }))
  it('shows first what must be done again', () =>
    expect(movesShown([move('kept'), move('rescored'), move('reenter')]).map(({ treatment }) => treatment)).toEqual([
      'reenter',
      'rescored',
      'kept',
    ]))
})
