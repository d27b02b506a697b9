import type { Schemas } from '@/client/api'
import type { Campaign, CampaignRow, Progress } from './api'

export const FILTERS = ['q', 'state', 'cycle', 'mode'] as const
export const STATES = [
  'draft',
  'self',
  'district',
  'county',
  'moderation',
  'computed',
  'publicity',
  'appeals',
  'final',
  'archived',
] as const
export const MODES = ['full', 'application'] as const
export const WINDOWED = ['self', 'district', 'county'] as const
export const ENROLMENT_STATES = ['applied', 'enrolled', 'refused', 'withdrawn', 'excluded'] as const

/** The shape beside the word of a state. */
export const campaignShape = (state: CampaignRow['state']) =>
  state === 'draft' ? 'waiting' : state === 'final' ? 'done' : state === 'archived' ? 'closed' : 'underway'
export const ENROLMENT_SHAPES = {
  applied: 'waiting',
  enrolled: 'done',
  refused: 'closed',
  withdrawn: 'closed',
  excluded: 'closed',
} as const

export const ROUND_STATES = ['not_started', 'in_progress', 'submitted', 'returned', 'accepted'] as const
export const ROUND_SHAPES = {
  not_started: 'waiting',
  in_progress: 'underway',
  submitted: 'underway',
  returned: 'returned',
  accepted: 'done',
} as const

/** The window that a day falls into, or the next one to come; the last one where all are over. */
export function currentWindow(windows: CampaignRow['windows'], today: string) {
  return windows.find(({ closes_on }) => closes_on >= today) ?? windows.at(-1)
}

/** Where `advance` leads: the next round that is held, after the last one moderation. */
export function nextState({ state, windows }: Pick<Campaign, 'state' | 'windows'>): (typeof STATES)[number] {
  if (state === 'draft') return 'self'
  const ahead = STATES.slice(STATES.indexOf(state) + 1)
  const skipped = !windows.some(({ round }) => round === 'district')
  return ahead.find((next) => next !== 'district' || !skipped) ?? 'archived'
}

export const SCHOOL_TYPES = [
  'kindergarten',
  'primary',
  'junior_secondary',
  'nine_year',
  'senior_secondary',
  'complete_secondary',
  'vocational',
  'special',
] as const
export interface EnrolScope {
  below: string
  types: (typeof SCHOOL_TYPES)[number][]
  ownership: ('public' | 'private')[]
}

/** Of each round: how many have been handed in, of how many, and how many of them late. */
export const figuresOf = (summary: Progress['summary']) =>
  summary.map(({ round, states, late }) => ({
    round,
    done: (states.submitted ?? 0) + (states.accepted ?? 0),
    all: Object.values(states).reduce((sum, n) => sum + n, 0),
    late,
  }))

export interface HeatLine {
  id: string
  name: string
  cells: Record<string, Schemas['HeatCell']>
}
/** A share in percent ("87.5") as basis points; null where nothing is scored. */
export const basisPoints = (share: string | null | undefined) =>
  share === null || share === undefined ? null : Math.round(Number(share) * 100)
