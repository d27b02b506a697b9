import { describe, expect, it } from 'vitest'
import {
  countTerms,
  daysLeft,
  personBody,
  personValues,
  portfolioOf,
  registrationPeriod,
  urgency,
  yearsLater,
} from './rules'

describe('terms', () => {
  it('are over the day after they end', () => {
    expect(urgency(-1)).toBe('over')
    expect(urgency(0)).toBe('soon')
    expect(urgency(30)).toBe('soon')
    expect(urgency(31)).toBe('later')
  })
  it('count the days that are left while the post is held', () => {
    expect(daysLeft({ term_ends_on: '2026-12-20', ended_on: null }, '2026-11-20')).toBe(30)
    expect(daysLeft({ term_ends_on: '2026-12-20', ended_on: '2026-11-01' }, '2026-11-20')).toBeNull()
    expect(daysLeft({ term_ends_on: null, ended_on: null }, '2026-11-20')).toBeNull()
  })
  it('end years later on the same day', () => {
    expect(yearsLater('2024-08-20', 3)).toBe('2027-08-20')
    expect(yearsLater('2024-02-29', 3)).toBe('2027-02-28')
  })
  it('are counted by urgency', () =>
    expect(countTerms([{ days_left: -3 }, { days_left: 0 }, { days_left: 60 }])).toEqual({ over: 1, soon: 1 }))
})

describe('a registration', () => {
  it('is for five years', () =>
    expect(registrationPeriod('2026-05-28')).toEqual({ from: '2026-01-01', to: '2030-12-31' }))
})

describe('the form of a person', () => {
  const values = { ...personValues(undefined, 'unit'), name: '罗建平' }

  it('leaves the number out when none is typed', () => {
    expect(personBody(values)).not.toHaveProperty('identity')
    expect(personBody({ ...values, id_number: ' 1 ' }).identity).toEqual({ kind: 'resident_id', number: '1' })
  })
  it('says that somebody is no member, and leaves unknown days unknown', () => {
    expect(personBody(values).party).toBeNull()
    expect(personBody({ ...values, party: 'full' }).party).toEqual({ standing: 'full', joined_on: null, unit_id: null })
  })
})

describe('a portfolio', () => {
  it('is split where people put marks', () =>
    expect(portfolioOf('教学、 安全,后勤；')).toEqual(['教学', '安全', '后勤']))
})
