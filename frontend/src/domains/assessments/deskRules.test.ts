import { describe, expect, it } from 'vitest'
import { Problem } from '@/client/problem'
import type { Rule } from '@/shared/scoring/inputs'
import type { DeskRound, Readiness, RoundBrief, Score, SideItem, Slot } from './desk'
import * as rules from './deskRules'

const MANUAL = { kind: 'manual' } as Rule
const DEDUCT = { kind: 'count_deduct', entries: [{ code: 'study', title: '学习', per: '1' }] } as Rule
const entry = (change: Partial<rules.Entry> = {}) => ({ ...rules.emptyEntry(), ...change })
const brief = (round: RoundBrief['round'], state: RoundBrief['state'], verbs: RoundBrief['verbs'] = []) =>
  ({ round, state, verbs }) as RoundBrief
const item = (code: string, change: Partial<SideItem> = {}) =>
  ({ code, title: code, full: '5', applies: true, scores: {}, gaps: {}, apart: [], ...change }) as SideItem
const standing = (change: Partial<DeskRound> = {}, slots: Partial<Slot>[] = []) => ({
  round: { round: 'county', open_items: [], derived: {}, ...change } as unknown as DeskRound,
  slots: slots as Slot[],
})

describe('the round at which somebody sits', () => {
  it.each([
    [
      'that which they work on',
      [brief('self', 'submitted', ['return']), brief('county', 'in_progress', ['save'])],
      'county',
    ],
    [
      'else that with which they can do something',
      [brief('self', 'submitted', ['return']), brief('county', 'not_started')],
      'self',
    ],
    ['else the last that was begun', [brief('self', 'accepted'), brief('county', 'not_started')], 'self'],
    ['of a school that waits, the first', [brief('self', 'not_started'), brief('county', 'not_started')], 'self'],
    ['none without rounds', [], undefined],
  ] as const)('%s', (_, rounds, found) => expect(rules.ownRound(rounds)).toBe(found))
})

describe('what is sent of an item', () => {
  it('is nothing while nobody has touched it', () =>
    expect(rules.bodyOf(DEDUCT, entry())).toEqual({
      inputs: {},
      override_points: null,
      not_applicable: false,
      override_reason: null,
      comment: null,
    }))
  it('is nothing either once what was typed is gone again', () =>
    expect(rules.bodyOf(MANUAL, entry({ values: { '/score': '' } })).inputs).toEqual({}))
  it('is all of what a rule takes once something is typed', () =>
    expect(rules.bodyOf(MANUAL, entry({ values: { '/score': '3.5' } })).inputs).toEqual({ score: '3.5' }))
  it('is only the claim and its reason where the item does not apply', () => {
    const claimed = entry({ values: { '/score': '3' }, override: '2', absent: true, reason: ' 无食堂 ' })
    expect(rules.bodyOf(MANUAL, claimed)).toMatchObject({
      inputs: {},
      override_points: null,
      not_applicable: true,
      override_reason: '无食堂',
    })
  })
  it('waits for a reason where one is needed', () => {
    expect(rules.sendable(entry({ override: '3' }))).toBe(false)
    expect(rules.sendable(entry({ absent: true, reason: ' ' }))).toBe(false)
    expect(rules.sendable(entry({ override: '', comment: '有材料' }))).toBe(true)
    expect(rules.sendable(entry({ override: '3', reason: '材料' }))).toBe(true)
  })
  it('stands in the fields again when it is read', () => {
    const score = {
      inputs: { counts: { study: 2 } },
      overridden: '3',
      not_applicable: false,
      override_reason: '另有记录',
      comment: null,
    }
    const read = rules.entryOf(DEDUCT, score as unknown as Score)
    expect(rules.bodyOf(DEDUCT, read)).toMatchObject({
      inputs: score.inputs,
      override_points: '3',
      override_reason: '另有记录',
    })
  })
  it('can say at once that nothing happened, where a rule counts', () => {
    expect([DEDUCT, MANUAL, undefined].map(rules.canSayNone)).toEqual([true, false, false])
    expect(rules.bodyOf(DEDUCT, entry({ values: rules.noneOf(DEDUCT) })).inputs).toEqual({ counts: { study: 0 } })
  })
})

describe('two who edit one item', () => {
  const refused = (params?: Record<string, unknown>, status = 412) =>
    rules.conflictOf(
      new Problem(status, 'assessment.score_stale', '', { errors: [{ code: 'x', message: '', params }] }),
    )
  it('are told what the other stored', () => {
    expect(refused({ stored: { code: 'A1' }, sent: {} })).toEqual({ stored: { code: 'A1' } })
    expect(refused({ stored: null, sent: {} })).toEqual({ stored: null })
  })
  it('is no other refusal', () => {
    expect(refused({ stored: null }, 409)).toBeUndefined()
    expect(rules.conflictOf(new Error('x'))).toBeUndefined()
  })
})

describe('what asks for attention', () => {
  const lacking = { code: 'A1', required: true, fulfilled: false }
  it.each([
    ['an item that does not apply', item('A1', { applies: false }), standing({}, [lacking]), 'absent'],
    ['a gap that nobody explained', item('A1', { apart: ['county'] }), standing({}, [lacking]), 'gap'],
    ['required evidence that is missing', item('A1'), standing({}, [lacking]), 'lacking'],
    [
      'a source that is not connected',
      item('A1'),
      standing({ open_items: ['A1'], derived: { A1: { connected: false } } as never }),
      'unconnected',
    ],
    ['an item without an entry', item('A1'), standing({ open_items: ['A1'] }, [lacking]), 'open'],
    ['nothing', item('A1'), standing(), null],
  ] as const)('%s', (_, one, where, mark) => expect(rules.markOf(one, where)).toBe(mark))

  it('is filtered by any of what is wanted', () => {
    const items = [item('A1'), item('A2', { apart: ['county'] }), item('A3', { applies: false }), item('A4')]
    const where = standing({ open_items: ['A3', 'A4'] }, [lacking])
    const codes = (wanted: rules.Filter[]) => rules.filtered(items, wanted, where).map(({ code }) => code)
    expect([codes([]), codes(['gap']), codes(['evidence', 'open'])]).toEqual([
      ['A1', 'A2', 'A3', 'A4'],
      ['A2'],
      ['A1', 'A4'],
    ])
  })
  it('is told before a round is submitted, gaps that are explained aside', () => {
    const gaps = [
      { code: 'A2', explained: true },
      { code: 'A3', explained: false },
    ]
    const ready = { open_items: ['A1'], gaps, missing_evidence: [{ code: 'A4', slot: 'A4.1', title: '记录' }] }
    const found = rules.lacksOf(ready as unknown as Readiness)
    expect(found.map(({ kind, code }) => `${kind} ${code}`)).toEqual(['open A1', 'gap A3', 'evidence A4'])
  })
})

describe('from row to row', () => {
  it.each([
    ['A1', 1, 'A2'],
    ['A2', 1, 'A2'],
    ['A1', -1, 'A1'],
    ['gone', 1, 'A1'],
  ] as const)('%s by %s is %s', (from, by, to) => expect(rules.neighbour(['A1', 'A2'], from, by)).toBe(to))
  it.each([
    ['1.5', '+1.5'],
    ['-1', '−1'],
    ['0', '0'],
  ])('a gap of %s is said as %s', (gap, said) => expect(rules.signed(gap)).toBe(said))
})
