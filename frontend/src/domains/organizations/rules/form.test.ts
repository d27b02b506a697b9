import { describe, expect, it } from 'vitest'
import { school } from './examples'
import { changedFields, differences, emptyValues, merged, newSchool, patchOf, valuesOf } from './form'

const values = (given: Parameters<typeof school>[0] = {}) => valuesOf(school(given))

describe('what is sent', () => {
  it('is nothing when nothing was changed', () => expect(patchOf(values(), values())).toEqual({}))
  it('is only what was changed, in the types of the API', () => {
    const after = { ...values(), pupils: '1,900', staff: ' 121 ', boarding: 'true', area: '' }
    expect(patchOf(values(), after)).toEqual({ pupils: '1,900', staff: 121, boarding: true, area: null })
  })
  it('takes blanks around a word for nothing', () => {
    expect(changedFields(values(), { ...values(), name: ' 锦岚县第一小学 ' })).toEqual([])
  })
  it('reads former names line by line and drops empty rows of ids', () => {
    const after = { ...values(), former_names: ' 梅岭小学 \n\n 城关小学 ' }
    after.external_ids = [...after.external_ids, { scheme: '', value: '' }]
    expect(patchOf(values(), after)).toEqual({ former_names: ['梅岭小学', '城关小学'] })
  })
  it('leaves out what is not known of a new school', () => {
    const typed = { ...emptyValues('d1'), name: '新小学', type: 'primary', ownership: 'public', pupils: '0' }
    expect(newSchool(typed)).toEqual({
      parent_id: 'd1',
      name: '新小学',
      type: 'primary',
      ownership: 'public',
      status: 'operating',
      pupils: 0,
      former_names: [],
      external_ids: [],
    })
  })
})

describe('when somebody saved first', () => {
  const base = values()
  const theirs = values({ pupils: 1810, staff: 121, address: '新址' })
  const mine = { ...base, pupils: '1820', staff: '121', canteen: 'contracted' }

  it('tells what they changed, and what both changed differently', () => {
    expect(differences(base, mine, theirs).map(({ field, contested }) => [field, contested])).toEqual(
      expect.arrayContaining([
        ['address', false],
        ['staff', false],
        ['pupils', true],
      ]),
    )
  })
  it('keeps what only I changed, takes what only they changed, and follows the choice', () => {
    const kept = merged(base, mine, theirs, ['pupils'])
    expect(kept).toMatchObject({ pupils: '1820', staff: '121', address: '新址', canteen: 'contracted' })
    expect(merged(base, mine, theirs, []).pupils).toBe('1810')
    expect(patchOf(theirs, kept)).toEqual({ pupils: 1820, canteen: 'contracted' })
  })
})
