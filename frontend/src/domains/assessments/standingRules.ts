import { axisOf, placeOn, type Axis } from '@/shared/scoring/axis'
import type { CampaignBlock, Parts, PlaceRounds } from './standing'

export const COMPARED = ['self', 'district', 'county'] as const
export type ComparedRound = (typeof COMPARED)[number]
type Marks = Partial<Record<ComparedRound, number>>

/** How far a round is: handed in is what was submitted or accepted. */
export const standsOf = (block: Pick<CampaignBlock, 'rounds'>) =>
  block.rounds
    .filter(({ round }) => round !== 'appeal')
    .map(({ round, states }) => ({
      round: round as ComparedRound,
      done: (states.submitted ?? 0) + (states.accepted ?? 0),
      returned: states.returned ?? 0,
      all: Object.values(states).reduce((sum, n) => sum + n, 0),
    }))

/** Whether anything is handed in. */
export const hasBegun = ({ places }: Pick<CampaignBlock, 'places'>) =>
  places.some(({ rounds }) => Object.values(rounds).some(({ handed_in }) => handed_in > 0))

/** From which gap on a place is marked: a twentieth of what can be reached. */
export const limitOf = (full: string) => Number(full) / 20

export interface GapLine {
  id: string
  name: string | null
  /** Means of the rounds that everybody has handed in; only these compare. */
  means: Partial<Record<ComparedRound, string>>
  marks: Marks
  /** The round that is on its way. */
  pending: { round: ComparedRound; done: number; all: number } | null
  gap: string | null
  apart: boolean
}

function completeOf({ rounds }: PlaceRounds) {
  const means: GapLine['means'] = {}
  for (const round of COMPARED) {
    const one = rounds[round]
    if (one?.mean && one.handed_in === one.schools) means[round] = one.mean
  }
  return means
}
function pendingOf({ rounds }: PlaceRounds): GapLine['pending'] {
  const found = COMPARED.flatMap((round) => {
    const one = rounds[round]
    return one && one.handed_in < one.schools ? [{ round, done: one.handed_in, all: one.schools }] : []
  })
  return found[0] ?? null
}

/** Whether the rounds of any place compare. */
export const hasGaps = (block: Pick<CampaignBlock, 'places' | 'full'>) =>
  gapLines(block).lines.some(({ gap }) => gap !== null)

/** The places of a campaign on one axis, the widest gap first, what is not complete last. */
export function gapLines(block: Pick<CampaignBlock, 'places' | 'full'>): { axis: Axis; lines: GapLine[] } {
  const known = block.places.map((place) => ({ place, means: completeOf(place) }))
  const values = known.flatMap(({ means }) => Object.values(means).map(Number))
  const axis = axisOf(values, Number(block.full))
  const lines = known.map(({ place, means }) => {
    const gap = means.self && means.county ? place.gap : null
    return {
      id: place.district?.id ?? '',
      name: place.district?.name ?? null,
      means,
      marks: marksOf(means, axis),
      pending: gap === null ? pendingOf(place) : null,
      gap,
      apart: gap !== null && Number(gap) >= limitOf(block.full),
    }
  })
  const weight = ({ gap }: GapLine) => (gap === null ? -Infinity : Number(gap))
  return { axis, lines: lines.sort((a, b) => weight(b) - weight(a) || 0) }
}
const marksOf = (values: GapLine['means'], axis: Axis): Marks =>
  Object.fromEntries(Object.entries(values).map(([round, value]) => [round, placeOn(axis, Number(value))]))

export interface PartLine {
  code: string
  title: string
  full: string
  points: Partial<Record<ComparedRound, string | null>>
  marks: Marks
  gap: string | null
}
/** The parts of a school: each round as a share of what the part can give, on an axis from nothing to all of it. */
export const partLines = (parts: Parts): PartLine[] =>
  parts.items.map(({ code, title, full, points }) => {
    const known = Object.entries(points).filter(([, value]) => value !== null && Number(full) > 0)
    return {
      code,
      title,
      full,
      points,
      marks: Object.fromEntries(known.map(([round, value]) => [round, Math.min(1, Number(value) / Number(full))])),
      gap: difference(points.self, points.county ?? points.district),
    }
  })

/** Exact to the four places that points have; null where one of the two is not known. */
export function difference(more: string | null | undefined, less: string | null | undefined): string | null {
  if (!more || !less) return null
  return String(Math.round(Number(more) * 10_000 - Number(less) * 10_000) / 10_000)
}
