import { describe, expect, it } from 'vitest'
import { blank, changesOf, FORMS, givenOf, misshapen, missing, sectionsOf, sentOf } from './recordForms'

const payment = {
  amount: '9800.00',
  paid_on: '2026-11-18',
  supplier: { id: 's', name: '锦岚文具店' },
  decision: null,
  contract: null,
  payee_name: null,
  invoice_nos: ['01234567', '01234568'],
  accepted_by: [{ id: 'p', name: '吴主任' }],
  proposer: { id: 'q', name: '林副校长' },
}

describe('a form of a record', () => {
  it('takes ids out of the names that the record shows', () => {
    const given = givenOf(FORMS.payment, payment)
    expect(given).toMatchObject({ supplier_id: 's', decision_id: '', accepted_by: ['p'], proposer_id: 'q' })
    expect(given.invoice_nos).toBe('01234567、01234568')
  })
  it('reads the related persons of a supplier', () =>
    expect(givenOf(FORMS.supplier, { related_persons: [{ id: 'p', name: '吴主任' }] }).related_person_ids).toEqual([
      'p',
    ]))
  it('sends what was entered, sums without their commas', () => {
    const given = { ...blank(FORMS.payment), amount: '12,800.50', paid_on: '2026-11-18', invoice_nos: '1， 2' }
    expect(sentOf(FORMS.payment, given)).toEqual({
      amount: '12800.50',
      paid_on: '2026-11-18',
      invoice_nos: ['1', '2'],
    })
  })
  it('sends of a change what differs, and null for what was cleared', () => {
    const before = givenOf(FORMS.payment, payment)
    expect(changesOf(FORMS.payment, { ...before, supplier_id: '', purpose: '办公用品' }, before)).toEqual({
      supplier_id: null,
      purpose: '办公用品',
    })
    expect(changesOf(FORMS.payment, { ...before, accepted_by: [], invoice_nos: '' }, before)).toEqual({
      accepted_by: null,
      invoice_nos: [],
    })
  })
  it('asks for what is needed and groups the rest', () => {
    expect(missing(FORMS.payment, blank(FORMS.payment)).map(({ name }) => name)).toEqual(['amount', 'paid_on'])
    expect(sectionsOf(FORMS.payment).map(({ section }) => section)).toEqual(['', 'spending', 'papers', 'people'])
  })
  it('tells sums, numbers and codes that are none', () => {
    const given = { ...blank(FORMS.payment), amount: '9,800.555', paid_on: '2026-11-18' }
    expect(misshapen(FORMS.payment, given)).toEqual([{ name: 'amount', shape: 'money' }])
    const shop = { ...blank(FORMS.supplier), name: 'x', staff: '十', credit_code: '12' }
    expect(misshapen(FORMS.supplier, shop).map(({ shape }) => shape)).toEqual(['credit_code', 'number'])
    expect(misshapen(FORMS.supplier, { ...shop, staff: '12', credit_code: '91340000MA2MR2AN0X' })).toEqual([])
    expect(misshapen(FORMS.report, { ...blank(FORMS.report), progress: '60' })).toEqual([])
  })
  it('knows that a framework contract is one or is none', () => {
    expect(sentOf(FORMS.contract, { ...blank(FORMS.contract), title: 'x' })).toMatchObject({ framework: false })
    expect(changesOf(FORMS.contract, { publicized: null }, { publicized: true })).toEqual({ publicized: null })
  })
})
