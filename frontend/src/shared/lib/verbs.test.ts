import { describe, expect, it } from 'vitest'
import { begun, blank, missing, sentOf, type Field } from './verbs'

const FIELDS: Field<'unit'>[] = [
  { name: 'reason', kind: 'text' },
  { name: 'form', kind: 'choice', from: 'form', numeric: true, optional: true },
  { name: 'measures', kind: 'choices', from: 'measure', optional: true },
  { name: 'recovered', kind: 'money', optional: true },
  { name: 'people', kind: 'number', optional: true },
  { name: 'heard', kind: 'flag', optional: true },
  { name: 'unit_id', kind: 'unit' },
]

describe('the fields of a verb', () => {
  it('begin empty, each in its kind', () =>
    expect(blank(FIELDS)).toEqual({
      ...{ reason: '', form: '', measures: [], recovered: '', people: '', heard: false, unit_id: '' },
    }))
  it('begin with what is known, and ignore what is not asked', () =>
    expect(begun(FIELDS, { people: 3, form: null, state: 'open' })).toEqual({ ...blank(FIELDS), people: 3 }))
  it('name what is missing; a flag never is', () =>
    expect(missing(FIELDS, { ...blank(FIELDS), reason: '  ' }).map(({ name }) => name)).toEqual(['reason', 'unit_id']))
  it('are sent as the API takes them, without what was left out', () =>
    expect(sentOf(FIELDS, { ...blank(FIELDS), reason: 'r', form: '1', recovered: '1200.5', people: '2' })).toEqual({
      ...{ reason: 'r', form: 1, recovered: 120050, people: 2, heard: false },
    }))
})
