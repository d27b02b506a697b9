import { describe, expect, it } from 'vitest'
import { blankVoice, blankVote } from './blanks'
import type { Voice } from './parts'
import * as voices from './voices'

const voice = (person_id: string, more: Partial<Voice> = {}): Voice => ({ ...blankVoice(person_id), ...more })
const ballotsOf = (all: readonly Voice[]) => Object.fromEntries(all.map((one) => [one.person_id, one.ballot]))

describe('the lines of a vote', () => {
  it('are one for each who should attend: away is absent, withdrawn is recused', () => {
    const given = [voice('a', { ballot: 'for' }), voice('b', { recused: true })]
    const all = voices.withEveryLine(given, ['a', 'b', 'c'], ['a', 'b'])
    expect(ballotsOf(all)).toEqual({ a: 'for', b: 'recused', c: 'absent' })
  })
  it('keep a ballot that could not have been cast: what went wrong is recorded all the same', () => {
    const all = voices.withEveryLine([voice('a', { ballot: 'for' })], ['a'], [])
    expect(ballotsOf(all)).toEqual({ a: 'for' })
  })
  it('forget an absence once the member is there', () => {
    expect(voices.withEveryLine([voice('a', { ballot: 'absent' })], ['a'], ['a'])).toEqual([])
  })
  it('are all for it by one press, but for those who said something else or withdrew', () => {
    const given = [voice('a', { stance: 'disagree', ballot: 'against' }), voice('b', { recused: true })]
    expect(ballotsOf(voices.allAgree(given, ['a', 'b', 'c'], true))).toEqual({ a: 'against', b: null, c: 'for' })
    expect(voices.allAgree([], ['a'], false)).toEqual([voice('a', { stance: 'agree' })])
  })
})

describe('the votes in favour', () => {
  const cast = [
    voice('a', { ballot: 'for' }),
    voice('b', { ballot: 'for', recused: true }),
    voice('c', { ballot: 'for' }),
  ]
  const vote = { ...blankVote('show_of_hands'), in_favour: 9 }
  it('are those of members who are there and not recused, whatever the record claims', () => {
    expect(voices.inFavour({ vote, voices: cast }, ['a', 'b'])).toBe(1)
  })
  it('are what was counted in a secret ballot, and nobody’s where the principal decides or no vote is recorded', () => {
    expect(voices.inFavour({ vote: { ...vote, method: 'secret_ballot' }, voices: cast }, ['a'])).toBe(9)
    expect(voices.inFavour({ vote: { ...vote, method: 'principal_decides' }, voices: cast }, ['a'])).toBeNull()
    expect(voices.inFavour({ vote: null, voices: cast }, ['a'])).toBeNull()
  })
  it('are typed by hand where they differ from the lines', () => {
    expect(voices.sumsAreTyped({ vote, voices: cast })).toBe(true)
    expect(voices.sumsAreTyped({ vote: { ...vote, ...voices.sums({ voices: cast }) }, voices: cast })).toBe(false)
    expect(voices.sumsAreTyped({ vote: blankVote('oral'), voices: cast })).toBe(false)
  })
})

describe('the order of speaking', () => {
  it('is that of the presses, and closes up when one is taken back', () => {
    const three = ['a', 'b', 'c'].reduce<Voice[]>((held, id) => voices.withPlace(held, id), [])
    expect(voices.bySpeaking(three).map(({ person_id }) => person_id)).toEqual(['a', 'b', 'c'])
    const two = voices.withPlace(three, 'a')
    expect(two.map(({ person_id, speak_order }) => [person_id, speak_order])).toEqual([
      ['b', 1],
      ['c', 2],
    ])
  })
  it('is broken where somebody speaks after the leader', () => {
    const spoken = [voice('chief', { speak_order: 1 }), voice('b', { speak_order: 2 })]
    expect(voices.spokeTooLate(spoken, ['chief'])).toBe('b')
    expect(voices.spokeTooLate(spoken, ['b'])).toBeNull()
  })
  it('says nothing before the leader has spoken', () => {
    expect(voices.spokeTooLate([voice('a', { speak_order: 1 }), voice('b', { speak_order: 2 })], ['chief'])).toBeNull()
  })
  it('leaves out who withdraws, and what they had said', () => {
    const all = voices.withRecusal(
      voices.withPlace([voice('b', { speak_order: 1, ballot: 'for' })], 'a'),
      'b',
      true,
      '姻亲',
    )
    expect(all).toEqual([
      voice('a', { speak_order: 1 }),
      voice('b', { recused: true, ballot: 'recused', recusal_ground: '姻亲' }),
    ])
    expect(voices.withRecusal(all, 'b', false)).toEqual([voice('a', { speak_order: 1 })])
  })
})

describe('a seat', () => {
  it('shows what a member did in the vote', () => {
    const person = { id: 'a', name: '韦志强' }
    const kind = (more: Partial<Voice>, present = ['a']) => voices.seatOf(person, voice('a', more), present).kind
    expect(kind({ ballot: 'for' })).toBe('yes')
    expect(kind({ ballot: 'abstain' })).toBe('no')
    expect(kind({ recused: true })).toBe('apart')
    expect(kind({}, [])).toBe('away')
  })
})
