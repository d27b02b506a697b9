import { describe, expect, it } from 'vitest'
import type { Content } from './policies'
import { BLANK, contentOf, faultsOf, formOf, isShare, needOf, readShare, writeShare, type Share } from './policyRules'

const share = (text: string): Share => readShare(text)

describe('a share', () => {
  it('is read and written exactly', () => {
    for (const text of ['≥2/3', '>1/2', 'all', '≥1/1']) expect(writeShare(share(text))).toBe(text)
    expect(writeShare(share('>=1/2'))).toBe('≥1/2')
  })
  it('needs whole people: 以上 includes the number, 超过 does not', () => {
    expect(needOf(share('≥1/2'), 4)).toBe(2)
    expect(needOf(share('>1/2'), 4)).toBe(3)
    expect(needOf(share('≥2/3'), 7)).toBe(5)
    expect(needOf(share('all'), 7)).toBe(7)
    expect(needOf(share('≥1/3'), 3)).toBe(1)
  })
  it('lies above 0 and can be reached', () => {
    expect(isShare(share('>2/2'))).toBe(false)
    expect(isShare(share('≥2/2'))).toBe(true)
    expect(isShare({ sign: '≥', num: 0, den: 2 })).toBe(false)
    expect(isShare({ sign: '≥', num: 1.5, den: 2 })).toBe(false)
  })
})

describe('the content of a policy', () => {
  const content = {
    thresholds: [{ amount: '10000.00', spend_type: null, budget_state: 'budgeted', school_type: null }],
    quorums: [{ share: '≥2/3', meeting_type: null, category: 'personnel_appointment', matter_code: null }],
    vote_modes: [],
    bands: [{ from_amount: '30000.50', methods: ['comparison'], spend_type: 'goods' }],
    limits: { notice_days: 3 },
    procedures: null,
    ballot_categories: [],
    pre_filing_required: false,
    recorded_since: '2026-01-01',
  } as unknown as Content
  it('comes back as it was, without the empty choices', () => {
    expect(contentOf(formOf(content))).toEqual({
      thresholds: [{ amount: '10000', budget_state: 'budgeted' }],
      quorums: [{ share: '≥2/3', category: 'personnel_appointment' }],
      vote_modes: [],
      bands: [{ from_amount: '30000.50', methods: ['comparison'], spend_type: 'goods' }],
      limits: { notice_days: 3 },
      procedures: null,
      ballot_categories: [],
      pre_filing_required: false,
      recorded_since: '2026-01-01',
    })
  })
  it('says what cannot be sent, place by place', () => {
    const form = formOf(content)
    form.thresholds.push(BLANK.thresholds())
    form.vote_modes.push({ ...BLANK.vote_modes(), share: { sign: '>', num: 3, den: 3 } })
    form.bands.push({ ...BLANK.bands(), from_amount: '1' })
    form.limits.record_days = 'x'
    expect(faultsOf(form).map(({ pointer }) => pointer)).toEqual([
      '/content/thresholds/1/amount',
      '/content/vote_modes/0/share',
      '/content/bands/1/methods',
      '/content/limits/record_days',
    ])
  })
  it('leaves a number out that is emptied', () => {
    const form = formOf(content)
    form.limits.notice_days = ''
    expect(contentOf(form).limits).toEqual({})
  })
})
