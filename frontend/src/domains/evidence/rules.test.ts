import { describe, expect, it } from 'vitest'
import { isBehind, periodOf, tagsOf, usesOf } from './rules'

const day = (text: string) => text.slice(5)
const period = (period_from: string | null, period_to: string | null) => periodOf({ period_from, period_to }, day)

describe('a period', () => {
  it('is a stretch, a day, or open at an end', () => {
    expect(period('2026-09-01', '2026-09-30')).toBe('09-01—09-30')
    expect(period('2026-09-01', '2026-09-01')).toBe('09-01')
    expect(period('2026-09-01', null)).toBe('09-01—')
    expect(period(null, '2026-09-30')).toBe('—09-30')
  })
  it('that is not known is none', () => expect(period(null, null)).toBeNull())
})

it('tags are what stands between commas of either kind, each once', () =>
  expect(tagsOf('食堂，采购、食堂, 公开 ')).toEqual(['食堂', '采购', '公开']))

it('uses come in the order in which they ask for work', () =>
  expect(usesOf({ uses: { accepted: 2, submitted: 1 } })).toEqual([
    { state: 'submitted', number: 1 },
    { state: 'accepted', number: 2 },
  ]))

it('a use of an older revision is behind', () => {
  expect(isBehind({ latest: 2 }, { number: 1 })).toBe(true)
  expect(isBehind({ latest: 2 }, { number: 2 })).toBe(false)
})
