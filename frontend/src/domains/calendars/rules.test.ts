import { describe, expect, it } from 'vitest'
import type { Day, Term } from './api'
import { linesOf, monthsOf, parseLines, parseTable, schoolYears, withDates } from './rules'

const day = (date: string): Day => ({ date, kind: 'working', name: null, provisional: false })

describe('monthsOf', () => {
  it('puts each day below its weekday, Monday first', () => {
    const february = monthsOf([day('2026-02-01'), day('2026-02-02')])[1]
    expect(february?.weeks.map((week) => week.map((cell) => cell?.date.slice(8) ?? '·').join(' '))).toEqual([
      '· · · · · · 01',
      '02 · · · · · ·',
    ])
  })
  it('has twelve months even without days', () => expect(monthsOf([])).toHaveLength(12))
})

describe('linesOf and parseLines', () => {
  const days = ['2027-10-01', '2027-10-02', '2027-10-03'].map((date) => ({ date, name: '国庆节' }))

  it('writes neighbouring days of one holiday as one stretch', () =>
    expect(linesOf([{ date: '2027-01-01', name: '元旦' }, ...days])).toBe(
      '2027-01-01 元旦\n2027-10-01—2027-10-03 国庆节',
    ))
  it('reads back what it writes', () => expect(parseLines(linesOf(days))).toEqual({ days, unread: [] }))
  it('takes the dashes people type', () =>
    ['2027-10-01-2027-10-03 国庆节', '2027-10-01 ~ 2027-10-03，国庆节', '2027-10-01至2027-10-03：国庆节'].forEach(
      (line) => expect(parseLines(line).days).toEqual(days),
    ))
  it('names the lines that cannot be read', () =>
    expect(parseLines('2027-01-01 元旦\n\n国庆节\n2027-10-03—2027-10-01 国庆节').unread).toEqual([3, 4]))
})

describe('parseTable', () => {
  it('reads the form of the API', () => {
    const table = { source: '通知', holidays: [{ date: '2027-01-01', name: '元旦' }], make_up_days: [] }
    expect(parseTable(JSON.stringify(table), 2027)).toEqual(table)
  })
  it('reads one year of the open data set chinese-days', () => {
    const text = JSON.stringify({
      holidays: { '2026-10-01': 'National Day,国庆节,3', '2027-01-01': "New Year's Day,元旦,1" },
      workdays: { '2027-02-13': 'Spring Festival,春节,4' },
    })
    expect(parseTable(text, 2027)).toEqual({
      source: undefined,
      holidays: [{ date: '2027-01-01', name: '元旦' }],
      make_up_days: [{ date: '2027-02-13', name: '春节' }],
    })
  })
  it('leaves other text alone', () => expect(parseTable('2027-01-01 元旦', 2027)).toBeNull())
})

describe('withDates', () => {
  const table = { source: '', holidays: [{ date: '2027-01-01', name: '元旦' }], make_up_days: [] }

  it('says which day a fault is about', () =>
    expect(withDates([{ pointer: '/holidays/0/date', code: 'x', message: '重复了' }], table)[0]?.message).toBe(
      '2027-01-01：重复了',
    ))
  it('leaves a fault of the whole list alone', () => {
    const fault = { pointer: '/holidays', code: 'x', message: '空' }
    expect(withDates([fault], table)).toEqual([fault])
  })
})

it('lists school years with both terms, the newest first', () => {
  const term = (school_year: string, name: Term['term']): Term => ({
    school_year,
    term: name,
    starts_on: '',
    ends_on: '',
    provisional: true,
    unit_id: null,
  })
  const years = schoolYears([term('2025-2026', 'first'), term('2026-2027', 'first'), term('2026-2027', 'second')])
  expect(years.map(({ name }) => name)).toEqual(['2026-2027', '2025-2026'])
  expect(years[0]?.second?.term).toBe('second')
})
