import { describe, expect, it } from 'vitest'
import { fenOf, formatDay, formatMoment, formatMoney } from './format'

describe('formatDay', () => {
  it('leaves out the current year', () => expect(formatDay('2026-11-20', '2026-01-01', 'zh-CN')).toBe('11月20日'))
  it('names another year', () => expect(formatDay('2027-02-06', '2026-01-01', 'zh-CN')).toBe('2027年02月06日'))
  it('speaks English', () => {
    expect(formatDay('2026-11-20', '2026-01-01', 'en')).toBe('20 Nov')
    expect(formatDay('2027-02-06', '2026-01-01', 'en')).toBe('6 Feb 2027')
  })
})

describe('formatMoment', () => {
  const now = new Date('2026-11-20T16:30:00Z')
  const moment = (instant: string, locale = 'zh-CN') => formatMoment(instant, now, locale, 'Asia/Shanghai')

  it('counts days where the bureau is, not where the browser is', () =>
    expect(moment('2026-11-20T16:00:00Z')).toBe('今天 00:00'))
  it('knows yesterday', () => expect(moment('2026-11-20T15:59:00Z', 'en')).toBe('Yesterday 23:59'))
  it('gives older moments their date', () => expect(moment('2026-11-05T01:05:00Z')).toBe('11月05日 09:05'))
})

describe('formatMoney', () => {
  it('counts in ten thousands from ten thousand yuan', () => {
    expect(formatMoney(980_000, 'zh-CN')).toBe('9,800 元')
    expect(formatMoney(980_050, 'zh-CN')).toBe('9,800.50 元')
    expect(formatMoney(186_000_000, 'zh-CN')).toBe('186.00 万元')
    expect(formatMoney(-1_000_000, 'zh-CN')).toBe('−1.00 万元')
  })
  it('counts in yuan in English', () => expect(formatMoney(186_000_000, 'en')).toBe('¥1,860,000.00'))
})

describe('fenOf', () => {
  it('reads sums by their digits', () => {
    expect(fenOf('9800.00')).toBe(980_000)
    expect(fenOf('0.29')).toBe(29)
    expect(fenOf('1.1')).toBe(110)
    expect(fenOf('-120.50')).toBe(-12_050)
    expect(fenOf('0')).toBe(0)
  })
})
