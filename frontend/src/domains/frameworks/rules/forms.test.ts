import { describe, expect, it } from 'vitest'
import { blank, changes, RULE_FORMS, settled } from './forms'

describe('settled', () => {
  it('makes numbers of counts and leaves out what is empty, also inside lists', () => {
    const value = { floor: '', entries: [{ code: 'a', title: 'A', per: '0.5', max_times: '2', max_total: null }] }
    expect(settled(RULE_FORMS.count_deduct, value)).toEqual({
      entries: [{ code: 'a', title: 'A', per: '0.5', max_times: 2 }],
    })
  })
  it('keeps what no form asks for', () => {
    expect(settled(RULE_FORMS.manual, { kind: 'manual', step: '0.5' })).toEqual({ kind: 'manual', step: '0.5' })
  })
})

describe('blank', () => {
  it('has empty lists and the usual choice', () => {
    expect(blank(RULE_FORMS.bands)).toEqual({ empty: 'full', thresholds: [] })
  })
})

describe('changes', () => {
  it('names only what differs; what is gone is null', () => {
    const before = { code: 'A', title: '旧', note: '说明', slots: [{ code: '1' }] }
    expect(changes(before, { code: 'A', title: '新', slots: [{ code: '1' }] })).toEqual({ title: '新', note: null })
  })
})
