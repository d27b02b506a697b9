import { describe, expect, it } from 'vitest'
import {
  adjustable,
  appealable,
  awardStands,
  bandChoices,
  bandTitle,
  byDifficulty,
  byPerson,
  gapColumns,
  gapTone,
  limitsOf,
  moderatedKey,
  pointRows,
  reached,
  schoolsOf,
  signed,
  toTell,
} from './resultRules'
import type { Difficulty, Framework, Moderated, Result } from './results'

const framework = {
  scales: [
    {
      code: 'grade',
      title: '等次',
      bands: [
        { code: 'model', title: '示范', title_en: 'Model', min: '90' },
        { code: 'pass', title: '合格', min: '0' },
      ],
    },
    { code: 'stars', title: '星级', bands: [{ code: 'five', title: '五星', min: '90' }] },
  ],
} as unknown as Framework
const say = ({ title }: { title: string }) => title

describe('the way of a campaign', () => {
  it('has come so far when it stands there or beyond', () => {
    expect(reached('publicity', 'computed')).toBe(true)
    expect(reached('county', 'moderation')).toBe(false)
  })
  it('lets schools appeal while results are shown and heard, and nobody adjust what is final', () => {
    expect(['computed', 'publicity', 'appeals', 'final'].map((one) => appealable(one as never))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(['draft', 'self', 'appeals', 'final'].map((one) => adjustable(one as never))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})

describe('bands', () => {
  it('are told by their titles, of the main scale unless another is named', () => {
    expect(bandTitle(framework, 'model', say)).toBe('示范')
    expect(bandTitle(framework, 'five', say, 'stars')).toBe('五星')
    expect(bandTitle(framework, 'gone', say)).toBe('gone')
    expect(bandTitle(framework, null, say)).toBeNull()
  })
  it('are chosen with the name of their scale where there are several', () => {
    expect(bandChoices(framework, say).map(({ text }) => text)).toEqual(['等次 示范', '等次 合格', '星级 五星'])
    expect(bandChoices({ ...framework, scales: framework.scales?.slice(0, 1) }, say)[0]?.text).toBe('示范')
  })
})

it('sends of a quota only what is said', () => {
  const typed = [
    { band: 'model', per: 'district' as const, top: '3', percent: '' },
    { band: 'model', per: 'campaign' as const, top: ' ', percent: ' 12.5 ' },
  ]
  expect(limitsOf(typed)).toEqual([
    { band: 'model', per: 'district', top: 3 },
    { band: 'model', per: 'campaign', percent: '12.5' },
  ])
})

it('shows signs, and none of nothing', () => {
  expect(['3.2', '-0.8', '0', '0.00'].map(signed)).toEqual(['+3.2', '−0.8', '0', '0'])
})

describe('gaps', () => {
  const columns = gapColumns({ edges: ['-2', '0', '2', '10'], columns: [1, 2, 3, 4, 5] })
  it('stand between their edges, open at both ends', () => {
    expect(columns[0]).toEqual({ from: undefined, to: '-2', schools: 1 })
    expect(columns[2]).toEqual({ from: '0', to: '2', schools: 3 })
    expect(columns[4]).toEqual({ from: '10', to: undefined, schools: 5 })
  })
  it('grow warmer the more a school thinks of itself', () => {
    expect(columns.map(gapTone)).toEqual(['d-neg1', 's4', 's4', 'd-pos1', 'd-pos2'])
  })
})

it('puts the hardest item first and what nobody was scored in last', () => {
  const items = [
    { code: 'A', reached: '90' },
    { code: 'B', reached: null },
    { code: 'C', reached: '7.5' },
  ] as Difficulty[]
  expect(byDifficulty(items).map(({ code }) => code)).toEqual(['C', 'A', 'B'])
})

it('returns a school once however often it is listed', () => {
  const rows = [
    { kind: 'disagreement', enrolment_id: 'e1', code: 'A1', later: 'county' },
    { kind: 'disagreement', enrolment_id: 'e1', code: 'A1', later: 'district' },
    { kind: 'gap', enrolment_id: 'e2', code: null, later: null },
  ] as Moderated[]
  expect(schoolsOf(rows)).toEqual(['e1', 'e2'])
  expect(new Set(rows.map(moderatedKey)).size).toBe(3)
})

it('lists every part of a result below the one it belongs to', () => {
  const part = (code: string, ...children: object[]) => ({ code, children })
  const whole = part('', part('A', part('A1'), part('A2')), part('B')) as unknown as Result['explanation']
  expect(pointRows(whole).map(({ node, depth, leaf }) => [node.code, depth, leaf])).toEqual([
    ['A', 0, false],
    ['A1', 1, true],
    ['A2', 1, true],
    ['B', 0, true],
  ])
})

describe('awards of a notice', () => {
  it('are all that is proposed, and what nobody was told of', () => {
    expect(toTell('publicise', { announcement_id: null })).toBe(true)
    expect(toTell('announce', { announcement_id: null })).toBe(true)
    expect(toTell('announce', { announcement_id: 'n' })).toBe(false)
  })
})

it('is publicised once its notice is out', () => {
  expect(awardStands({ state: 'publicised', shown_until: null })).toBe('drafted')
  expect(awardStands({ state: 'publicised', shown_until: '2026-12-09' })).toBe('publicised')
  expect(awardStands({ state: 'granted', shown_until: null })).toBe('granted')
})

describe('who keeps out of an appeal', () => {
  it('is named once, with all that was done', () => {
    const [one, other] = [
      { id: '1', name: '石' },
      { id: '2', name: '卢' },
    ]
    const hands = [
      { who: one, round: 'district', did: 'received' },
      { who: other, round: 'county', did: 'scored' },
      { who: one, round: 'county', did: 'signed' },
    ] as const
    expect(byPerson(hands)).toEqual([
      {
        who: one,
        parts: [
          { round: 'district', did: 'received' },
          { round: 'county', did: 'signed' },
        ],
      },
      { who: other, parts: [{ round: 'county', did: 'scored' }] },
    ])
  })
})
