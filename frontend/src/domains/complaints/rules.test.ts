import { describe, expect, it } from 'vitest'
import en from '@/locales/en/complaints.json'
import zh from '@/locales/zh-CN/complaints.json'
import type { Case } from './api'
import { elapsed, isOver, LEVELS, RANKS, SHAPES, shapeOf, STATES, TRACKS } from './rules'
import { blank, missing, sentOf } from '@/shared/lib/verbs'
import { FORMS, knownOf, mainVerb } from './verbs'

describe('a clock', () => {
  const clock = { started_on: '2026-11-01', due_on: '2026-11-11', stopped_on: null }

  it('fills from its start to its end, and no further', () => {
    expect(elapsed(clock, '2026-11-01')).toBe(0)
    expect(elapsed(clock, '2026-11-06')).toBe(0.5)
    expect(elapsed(clock, '2026-12-06')).toBe(1)
  })
  it('stands still once stopped', () => expect(elapsed({ ...clock, stopped_on: '2026-11-03' }, '2026-12-01')).toBe(0.2))
  it('is full when it ends on its first day', () =>
    expect(elapsed({ ...clock, due_on: '2026-11-01' }, '2026-11-01')).toBe(1))
})

describe('a case', () => {
  it('is red only when a clock has run out', () => {
    const next_clock = { name: '', due_on: '2026-11-01', level: 'urged' as const }
    expect(shapeOf({ state: 'handling', next_clock })).toBe('overdue')
    expect(shapeOf({ state: 'handling', next_clock: { ...next_clock, level: 'due' } })).toBe('underway')
    expect(LEVELS.filter(isOver)).toEqual(['urged', 'supervised'])
  })
})

describe('verbs', () => {
  it('bring a case on in one order', () => {
    expect(mainVerb(['classify', 'assign', 'match'], false)).toBe('match')
    expect(mainVerb(['classify', 'assign', 'match'], true)).toBe('assign')
    expect(mainVerb(['suspect'], true)).toBeUndefined()
  })
  it('send what was entered, in the units of the API', () => {
    const fields = FORMS.submit ?? []
    const given = {
      ...blank(fields),
      finding: 'partly',
      report: '经查属实。',
      form: '1',
      recovered: '1200.5',
      heard: true,
    }
    expect(sentOf(fields, given)).toEqual({
      ...{ finding: 'partly', report: '经查属实。', form: 1, recovered: 120050, heard: true },
    })
  })
  it('begin a decision with what was submitted, the last version of it', () => {
    const outcomes = [
      { finding: 'true', form: 1, measures: ['talk'], recovered: 120050, people: 0, rectification_id: null },
      { finding: 'untrue', form: null, measures: [], recovered: 0, people: 0, rectification_id: null },
    ]
    expect(knownOf({ outcomes } as unknown as Case, 'conclude', '2026-11-28')).toEqual({
      ...{ finding: 'true', form: '1', measures: ['talk'], recovered: 1200.5, people: null, rectification_id: null },
    })
  })
  it('name what is missing', () => {
    const fields = FORMS.refuse ?? []
    expect(missing(fields, blank(fields)).map(({ name }) => name)).toEqual(['code', 'reason'])
  })
})

describe('words', () => {
  it('are there for every code, in both languages', () => {
    for (const words of [zh, en]) {
      const { values, verbs, asks, fields } = words as unknown as Record<string, Record<string, never>>
      for (const [kind, codes] of Object.entries({ state: STATES, track: TRACKS, level: LEVELS, rank: RANKS }))
        expect(Object.keys((values as Record<string, object>)[kind] ?? {}).sort()).toEqual([...codes].sort())
      for (const [verb, form] of Object.entries(FORMS)) {
        expect(verbs).toHaveProperty(verb)
        expect(asks).toHaveProperty(verb)
        for (const { name } of form) expect(fields).toHaveProperty(name)
      }
    }
    // What the timeline tells beside the verbs: by the reporter, of packages and clocks, by the house.
    const others = ['add', 'answer_package', 'deny', 'destroy', 'discard', 'extend', 'grant', 'hand_over', 'package']
    others.push('pause', 'rate', 'receive', 'release', 'reveal', 'run_on', 'write')
    for (const { steps, verbs } of [zh, en])
      expect(Object.keys(steps)).toEqual(expect.arrayContaining([...Object.keys(verbs), ...others]))
    expect(Object.keys(SHAPES).sort()).toEqual([...STATES].sort())
  })
})
