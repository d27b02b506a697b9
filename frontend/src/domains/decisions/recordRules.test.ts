import { describe, expect, it } from 'vitest'
import type { Decision } from './record'
import { answersTo, daysBetween, shapeOf, spanOf, stagesOf, standOf, yearOf, yearsUntil } from './recordRules'

const decision = (more: Partial<Decision>) =>
  ({
    ...{ result: 'passed', status: 'decided', decided_on: '2026-11-16', overdue: false, approved_amount: null },
    ...{ publicity: [], filings: [], execution: null, reports: [], evaluations: [], payments: [] },
    ...more,
  }) as unknown as Decision

describe('the way of a decision', () => {
  it('names the first day of each stage and leaves out money where none is meant', () => {
    const one = decision({
      publicity: [{ starts_on: null }, { starts_on: '2026-11-17' }] as Decision['publicity'],
      reports: [{ reported_on: '2026-11-20' }, { reported_on: '2026-11-18' }] as Decision['reports'],
      overdue: true,
    })
    expect(stagesOf(one).map(({ key, on, late }) => [key, on, late])).toEqual([
      ['decided', '2026-11-16', false],
      ['published', '2026-11-17', false],
      ['filed', null, false],
      ['begun', '2026-11-18', false],
      ['completed', null, true],
      ['evaluated', null, false],
    ])
    expect(stagesOf(decision({ approved_amount: '1.00' })).map(({ key }) => key)).toContain('paid')
  })
  it('says by how much money was spent before anybody decided', () => {
    const paid = [{ paid_on: '2026-11-12' }] as Decision['payments']
    const early = stagesOf(decision({ payments: paid })).filter((stage) => stage.early)
    expect(early.map(({ key, early: days }) => [key, days])).toEqual([['paid', 4]])
  })
  it('ends where it was rejected', () =>
    expect(stagesOf(decision({ result: 'rejected' })).map(({ key }) => key)).toEqual(['decided', 'published']))
  it('is red only when late', () => {
    expect(shapeOf({ status: 'executing', overdue: false })).toBe('underway')
    expect(shapeOf({ status: 'executing', overdue: true })).toBe('overdue')
  })
})

describe('a filing', () => {
  it('stands where the answer puts it', () => {
    expect(standOf({ answer: null, overdue: false, acted_on: null })).toBe('waiting')
    expect(standOf({ answer: null, overdue: true, acted_on: null })).toBe('late')
    expect(standOf({ answer: 'objected', overdue: false, acted_on: null })).toBe('objected')
    expect(standOf({ answer: 'objected', overdue: false, acted_on: '2026-11-20' })).toBe('acted')
    expect(standOf({ answer: 'noted', overdue: false, acted_on: null })).toBe('noted')
  })
  it('is approved only where approval was asked', () => {
    expect(answersTo('approval')).toEqual(['approved', 'objected'])
    expect(answersTo('post_filing')).toEqual(['noted', 'objected'])
  })
})

describe('days', () => {
  it('are counted whole and grouped by year', () => {
    expect(daysBetween('2026-11-30', '2026-12-02')).toBe(2)
    expect(yearOf(...(spanOf('2026') as [string, string]))).toBe('2026')
    expect(yearOf('2026-01-01', '2026-06-30')).toBe('')
    expect(yearsUntil('2026-11-20', 2)).toEqual(['2026', '2025'])
  })
})
