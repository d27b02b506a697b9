import type { Campaign } from './api'
import type { Award } from './awards'
import { STATES } from './rules'
import type { Difficulty, Framework, Gaps, Limit, Moderated, Result } from './results'
import type { Adjustment, Appeal } from './rulings'

export const RANKING_FILTERS = ['q', 'district', 'type', 'grade', 'vetoed', 'incomplete'] as const
export const OUTCOME_FILTERS = ['q', 'campaign', 'every'] as const
export const AWARD_FILTERS = ['q', 'kind', 'state'] as const
export const MODERATION_KINDS = ['disagreement', 'missing', 'gap', 'outlier'] as const
export const ADJUSTMENT_KINDS = ['bonus', 'deduction', 'veto'] as const
export const ADJUSTMENT_STATES = ['proposed', 'upheld', 'rejected', 'withdrawn', 'lifted'] as const
export const APPEAL_STATES = ['filed', 'accepted', 'rejected', 'heard', 'decided', 'withdrawn'] as const
export const APPEAL_RESULTS = ['upheld', 'partly', 'dismissed'] as const
export const AWARD_KINDS = ['title', 'star', 'blacklist'] as const
export const AWARD_STATES = ['proposed', 'publicised', 'granted', 'suspended', 'revoked', 'expired', 'refused'] as const
export const GROUNDS = [
  'leader_punished',
  'staff_crime',
  'safety_accident',
  'ethics_case',
  'fee_breach',
  'fraud',
  'rectification_refused',
  'superior_notice',
  'decline',
  'merged',
  'veto',
] as const

export const ADJUSTMENT_SHAPES = {
  proposed: 'waiting',
  upheld: 'done',
  rejected: 'closed',
  withdrawn: 'closed',
  lifted: 'closed',
} as const satisfies Record<Adjustment['state'], string>
export const APPEAL_SHAPES = {
  filed: 'waiting',
  accepted: 'underway',
  rejected: 'closed',
  heard: 'underway',
  decided: 'done',
  withdrawn: 'closed',
} as const satisfies Record<Appeal['state'], string>
export const AWARD_SHAPES = {
  proposed: 'waiting',
  publicised: 'underway',
  granted: 'done',
  suspended: 'returned',
  revoked: 'closed',
  expired: 'closed',
  refused: 'closed',
} as const satisfies Record<Award['state'], string>
/** What an award is called: its notice may be drafted and not out yet. */
export const awardStands = ({ state, shown_until }: Pick<Award, 'state' | 'shown_until'>) =>
  state === 'publicised' && !shown_until ? 'drafted' : state
export const PUBLICATION_SHAPES = {
  drafted: 'waiting',
  released: 'underway',
  ended: 'done',
  withdrawn: 'closed',
} as const

/** Awards of which a notice tells: what is proposed, or what was decided. */
export const NOTICED = {
  publicise: ['proposed'],
  announce: ['granted', 'suspended', 'revoked'],
} as const satisfies Record<string, readonly Award['state'][]>
/** What a notice names unless somebody says otherwise: every proposal, every decision that nobody was told of. */
export const toTell = (kind: keyof typeof NOTICED, award: Pick<Award, 'announcement_id'>) =>
  kind === 'publicise' || !award.announcement_id

/** Whether a campaign has come at least so far. */
export const reached = (state: Campaign['state'], wanted: Campaign['state']) =>
  STATES.indexOf(state) >= STATES.indexOf(wanted)
/** While results are shown and appeals are heard, a school may contest its own. */
export const appealable = (state: Campaign['state']) => state === 'publicity' || state === 'appeals'
/** Bonuses, deductions and vetoes are proposed from the opening until results are final. */
export const adjustable = (state: Campaign['state']) => reached(state, 'self') && !reached(state, 'final')

/** A decimal that may be negative, with its sign: "+3.2", "−0.8", "0". */
export function signed(points: string): string {
  if (points.startsWith('-')) return points.replace('-', '−')
  return Number(points) === 0 ? '0' : `+${points}`
}

type Titled = { title: string; title_en?: string }
type Say = (of: Titled) => string
/** What a band of a scale is called; the main scale unless another is named. */
export function bandTitle(framework: Framework | undefined, band: string | null, say: Say, scale?: string) {
  const scales = framework?.scales ?? []
  const found = scale ? scales.find(({ code }) => code === scale) : scales[0]
  const titled = found?.bands.find(({ code }) => code === band)
  return titled ? say(titled) : band
}
/** The bands of every scale to choose from, each under the name of its scale where there are several. */
export function bandChoices(framework: Framework | undefined, say: Say) {
  const scales = framework?.scales ?? []
  return scales.flatMap((scale) =>
    scale.bands.map((band) => ({
      scale: scale.code,
      band: band.code,
      text: scales.length > 1 ? `${say(scale)} ${say(band)}` : say(band),
    })),
  )
}

/** A quota as it is typed; `top` and `percent` are text. */
export interface LimitForm {
  band: string
  per: NonNullable<Limit['per']>
  top: string
  percent: string
}
/** Quotas as the server takes them: what is empty is not said. */
export const limitsOf = (typed: readonly LimitForm[]): Limit[] =>
  typed.map(({ band, per, top, percent }) => ({
    ...{ band, per },
    ...(top.trim() ? { top: Number(top) } : {}),
    ...(percent.trim() ? { percent: percent.trim() } : {}),
  }))

export interface GapColumn {
  /** Points of the self-assessment above the county's: from (included), up to (left out); none at the ends. */
  from?: string
  to?: string
  schools: number
}
/** Columns of the distribution, the lowest first. */
export const gapColumns = ({ edges, columns }: Pick<Gaps, 'edges' | 'columns'>): GapColumn[] =>
  columns.map((schools, at) => ({ from: edges[at - 1], to: edges[at], schools }))
/** How a column is coloured: below the county, close to it, kinder to itself, far above. */
export function gapTone({ from, to }: GapColumn): 'd-neg1' | 's4' | 'd-pos1' | 'd-pos2' {
  if (to !== undefined && Number(to) <= -2) return 'd-neg1'
  if (from === undefined || Number(from) < 2) return 's4'
  return Number(from) < 10 ? 'd-pos1' : 'd-pos2'
}

/** Hardest first; what nobody was scored in comes last. */
export const byDifficulty = (items: readonly Difficulty[]) =>
  [...items].sort((one, other) => Number(one.reached ?? 101) - Number(other.reached ?? 101))

/** Every school of the rows once. */
export const schoolsOf = (rows: readonly Moderated[]) => [...new Set(rows.map(({ enrolment_id }) => enrolment_id))]
export const moderatedKey = ({ kind, enrolment_id, code, later }: Moderated) =>
  [kind, enrolment_id, code, later].join(' ')

type Hand = NonNullable<Appeal['hands']>['persons'][number]
/** What each person has done with a score, the persons in the order of the rounds. */
export function byPerson(hands: readonly Hand[]) {
  const found = new Map<string, { who: Hand['who']; parts: Pick<Hand, 'round' | 'did'>[] }>()
  for (const { who, round, did } of hands) {
    const one = found.get(who.id) ?? { who, parts: [] }
    found.set(who.id, { who, parts: [...one.parts, { round, did }] })
  }
  return [...found.values()]
}

type Explained = Result['explanation']
export interface PointRow {
  node: Explained
  depth: number
  leaf: boolean
}
/** Every part of a result under the one it belongs to; the whole itself is no row. */
export const pointRows = (node: Explained, depth = 0): PointRow[] =>
  node.children.flatMap((child) => [
    { node: child, depth, leaf: !child.children.length },
    ...pointRows(child, depth + 1),
  ])
