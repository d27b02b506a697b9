import { describe, expect, it } from 'vitest'
import { HEADER_FORM, RULE_FORMS } from './forms'
import { blank, changes, settled, valueAt, withValue } from './values'

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
  it('sends the quota and the conditions of a band, and no quota where none is set', () => {
    const band = { code: 'model', title: '示范', min: '90', conditions: [{ demand: 'node', code: 'E1', min: '5' }] }
    const sent = (quota: object) => settled(HEADER_FORM, { scales: [{ code: 'grade', bands: [{ ...band, quota }] }] })
    expect(sent({ top: '3', percent: '' })).toEqual({
      scales: [{ code: 'grade', bands: [{ ...band, quota: { top: 3 } }] }],
    })
    expect(sent({ top: '' })).toEqual({ scales: [{ code: 'grade', bands: [band] }] })
  })
})

describe('a field inside', () => {
  it('is read and changed by its path, and nothing else moves', () => {
    const band = { code: 'model', quota: { top: 3 } }
    expect(valueAt(band, 'quota.top')).toBe(3)
    expect(valueAt({ code: 'model' }, 'quota.top')).toBeUndefined()
    expect(withValue(band, 'quota.percent', '10')).toEqual({ code: 'model', quota: { top: 3, percent: '10' } })
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
