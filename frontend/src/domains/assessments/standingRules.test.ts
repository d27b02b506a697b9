import { describe, expect, it } from 'vitest'
import type { CampaignBlock, Parts, PlaceRounds } from './standing'
import { difference, gapLines, hasBegun, hasGaps, partLines, standsOf } from './standingRules'

const round = (schools: number, handed_in: number, mean: string | null) => ({ schools, handed_in, mean })
const place = (name: string, rounds: PlaceRounds['rounds'], gap: string | null): PlaceRounds => ({
  district: { id: name, name },
  rounds,
  compared: 0,
  gap,
})
const block = (places: PlaceRounds[]): Pick<CampaignBlock, 'places' | 'full'> => ({ places, full: '100' })

describe('the places of a campaign', () => {
  const found = gapLines(
    block([
      place('a', { self: round(3, 3, '94'), county: round(3, 3, '91') }, '3'),
      place('b', { self: round(2, 2, '97'), district: round(2, 2, '90'), county: round(2, 1, '80') }, '12'),
      place('c', { self: round(4, 4, '96'), county: round(4, 4, '86') }, '10'),
    ]),
  )
  it('stand with the widest gap first, and what is not complete last', () =>
    expect(found.lines.map(({ id, gap, apart }) => [id, gap, apart])).toEqual([
      ['c', '10', true],
      ['a', '3', false],
      ['b', null, false],
    ]))
  it('show no mean of a round that some have not handed in', () => {
    expect(found.lines[2]?.means).toEqual({ self: '97', district: '90' })
    expect(found.lines[2]?.pending).toEqual({ round: 'county', done: 1, all: 2 })
  })
  it('compare once a county round is complete somewhere, and have begun before', () => {
    const half = block([place('a', { self: round(3, 1, '94'), county: round(3, 0, null) }, null)])
    expect([hasBegun(half), hasGaps(half)]).toEqual([true, false])
    expect(hasGaps(block([place('a', { self: round(1, 1, '9'), county: round(1, 1, '8') }, '1')]))).toBe(true)
  })
  it('share one axis', () => {
    expect(found.axis.low).toBe(80)
    expect(found.lines[0]?.marks).toEqual({ self: 0.8, county: 0.3 })
  })
})

describe('how far a round is', () => {
  it('counts what is submitted and what is accepted', () => {
    const states = { submitted: 2, accepted: 3, returned: 1, in_progress: 4 }
    expect(standsOf({ rounds: [{ round: 'self', states }] })).toEqual([
      { round: 'self', done: 5, returned: 1, all: 10 },
    ])
  })
})

describe('the parts of a school', () => {
  const parts = (points: Parts['items'][number]['points']) =>
    partLines({ items: [{ code: 'A', title: 'A', full: '25', points }] } as unknown as Parts)[0]
  it('compare the self-assessment with the county, and before it is there with the district', () => {
    expect(parts({ self: '24.5', district: '22', county: '20.5' })?.gap).toBe('4')
    expect(parts({ self: '24.5', district: '22' })?.gap).toBe('2.5')
    expect(parts({ self: '24.5' })?.gap).toBeNull()
  })
  it('have no mark where they do not apply', () => expect(parts({ self: null })?.marks).toEqual({}))
  it('subtract exactly', () => {
    expect(difference('0.3', '0.1')).toBe('0.2')
    expect(difference('1', '3.25')).toBe('-2.25')
  })
})
