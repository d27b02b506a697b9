import { describe, expect, it } from 'vitest'
import { completeness } from './completeness'
import { school } from './examples'
import { sentences } from './sentences'

const keys = (given: Parameters<typeof school>[0]) => sentences(school(given)).map(({ key }) => key)

describe('completeness', () => {
  it('counts the thirteen facts the register expects', () => {
    expect(completeness(school())).toMatchObject({ known: 13, total: 13, missing: [] })
  })
  it('takes zero and "no" for known, and null for missing', () => {
    expect(completeness(school({ pupils: 0, boarding: false })).missing).toEqual([])
    expect(completeness(school({ pupils: null, boarding: null })).missing).toEqual(['pupils', 'boarding'])
  })
  it('names what is missing group by group', () => {
    const found = completeness(school({ party_coverage: null, party_members: null, code: null }))
    expect(found.groups.find(({ group }) => group === 'party')).toEqual({
      group: 'party',
      known: 1,
      total: 3,
      missing: ['party_coverage', 'party_members'],
    })
    expect(found).toMatchObject({ known: 10, missing: ['code', 'party_coverage', 'party_members'] })
  })
})

describe('the lead', () => {
  it('says that all is recorded, then the party, then the people', () => {
    expect(sentences(school())).toEqual([
      { key: 'complete', numbers: { total: 13 } },
      { key: 'organized', numbers: { members: 32 } },
      { key: 'ratio', numbers: { ratio: 15 } },
    ])
  })
  it('says what is missing, by number and by name', () => {
    expect(sentences(school({ code: null, address: null }))[0]).toEqual({
      key: 'incomplete',
      numbers: { known: 11, total: 13 },
      facts: ['code', 'address'],
    })
  })
  it('never takes unknown coverage for covered, nor for uncovered', () => {
    expect(keys({ party_coverage: null })).toContain('coverageUnknown')
    expect(keys({ party_coverage: 'none' })).toContain('uncovered')
  })
  it('counts members only when their number is known', () => {
    expect(keys({ party_members: null })).toContain('organizedUncounted')
    expect(keys({ party_coverage: 'dispatched', party_organization: 'none', party_members: null })).toContain(
      'coveredUncounted',
    )
    expect(keys({ party_coverage: 'dispatched', party_organization: 'none' })).toContain('covered')
  })
  it('opens with the standing of a school that does not operate', () => {
    expect(keys({ status: 'suspended' })[0]).toBe('suspended')
    expect(keys({ status: 'closed' })[0]).toBe('closed')
  })
  it('divides by nobody: without pupils or staff there is no ratio', () => {
    expect(keys({ staff: 0 })).not.toContain('ratio')
    expect(keys({ pupils: null })).not.toContain('ratio')
  })
  it('adds the share of boarders where somebody boards', () => {
    const [last] = sentences(school({ pupils: 1000, staff: 90, boarders: 412, boarding: true })).slice(-1)
    expect(last).toEqual({ key: 'ratioBoarding', numbers: { ratio: 11.1, share: 41 } })
  })
})
