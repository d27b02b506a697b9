import type { Campaign, CampaignIn, CampaignPatch, CampaignRow, Round } from './api'
import { WINDOWED } from './rules'

interface Span {
  held: boolean
  opens_on: string
  closes_on: string
}
/** What the form holds: a span for each round, whether it is held or not; text where the server takes numbers. */
export interface CampaignForm {
  unit_id: string
  version_id: string
  code: string
  title: string
  cycle: string
  period_first_on: string
  period_last_on: string
  mode: CampaignRow['mode']
  subject: CampaignRow['subject']
  round_policy: CampaignRow['round_policy']
  weights: Record<(typeof WINDOWED)[number], string>
  district_mode: CampaignRow['district_mode']
  late_policy: CampaignRow['late_policy']
  windows: Record<(typeof WINDOWED)[number], Span>
  disagreement_threshold: string
  publicity_days: string
  appeal_days: string
  shown: { district: 'submitted' | 'publicity' | 'final'; county: 'submitted' | 'publicity' | 'final' }
  quota: string
  /** By district, where it is another number. */
  quotas: Record<string, string>
}

const spanOf = (campaign: Campaign | undefined, round: Round): Span => {
  const window = campaign?.windows.find((one) => one.round === round)
  return { held: !campaign || !!window, opens_on: window?.opens_on ?? '', closes_on: window?.closes_on ?? '' }
}

/** The form of a campaign, or of a new one of the year. */
export function formOf(campaign: Campaign | undefined, year: string): CampaignForm {
  return {
    unit_id: campaign?.unit.id ?? '',
    version_id: campaign?.framework.version_id ?? '',
    code: campaign?.code ?? year,
    title: campaign?.title ?? '',
    cycle: campaign?.cycle ?? year,
    period_first_on: campaign?.period_first_on ?? `${year}-01-01`,
    period_last_on: campaign?.period_last_on ?? `${year}-12-31`,
    mode: campaign?.mode ?? 'full',
    subject: campaign?.subject ?? 'school',
    round_policy: campaign?.round_policy ?? 'county_final',
    weights: {
      self: campaign?.weights.self ?? '',
      district: campaign?.weights.district ?? '',
      county: campaign?.weights.county ?? '',
    },
    district_mode: campaign?.district_mode ?? 'score',
    late_policy: campaign?.late_policy ?? 'mark',
    windows: {
      self: spanOf(campaign, 'self'),
      district: spanOf(campaign, 'district'),
      county: spanOf(campaign, 'county'),
    },
    disagreement_threshold: campaign ? (campaign.disagreement_threshold ?? '') : '2',
    publicity_days: String(campaign?.publicity_days ?? 5),
    appeal_days: String(campaign?.appeal_days ?? 5),
    shown: {
      district: campaign?.visibility.district ?? 'publicity',
      county: campaign?.visibility.county ?? 'publicity',
    },
    quota: String(campaign?.quotas['*'] ?? ''),
    quotas: Object.fromEntries(
      Object.entries(campaign?.quotas ?? {})
        .filter(([district]) => district !== '*')
        .map(([district, quota]) => [district, String(quota)]),
    ),
  }
}

/** The rounds that the form holds, in their order: the place of each among the windows that are sent. */
export const heldRounds = (form: Pick<CampaignForm, 'windows'>) => WINDOWED.filter((round) => form.windows[round].held)

/** As the server takes it. */
export function settingsOf(form: CampaignForm): CampaignIn {
  const set = Object.entries({ ...form.quotas, '*': form.quota }).filter(([, quota]) => quota !== '')
  const quotas = Object.fromEntries(set.map(([district, quota]) => [district, Number(quota)]))
  const weights = Object.entries(form.weights).filter(([, value]) => value !== '')
  return {
    unit_id: form.unit_id,
    version_id: form.version_id,
    code: form.code,
    title: form.title,
    cycle: form.cycle,
    period_first_on: form.period_first_on,
    period_last_on: form.period_last_on,
    mode: form.mode,
    subject: form.subject,
    round_policy: form.round_policy,
    weights: form.round_policy === 'weights' ? Object.fromEntries(weights) : {},
    district_mode: form.district_mode,
    late_policy: form.late_policy,
    windows: heldRounds(form).map((round) => {
      const { opens_on, closes_on } = form.windows[round]
      return { round, opens_on, closes_on }
    }),
    disagreement_threshold: form.disagreement_threshold || null,
    publicity_days: Number(form.publicity_days),
    appeal_days: Number(form.appeal_days),
    visibility: form.windows.district.held ? form.shown : { county: form.shown.county },
    quotas: form.mode === 'application' ? quotas : {},
  }
}

/** What may still be set while a campaign runs; the rest stands from its opening on. */
const ADJUSTABLE = [
  'title',
  'windows',
  'publicity_days',
  'appeal_days',
  'visibility',
  'late_policy',
  'quotas',
  'disagreement_threshold',
] as const

/** The patch that a form makes of a campaign: everything of a draft, else what may still be set. */
export function patchOf(form: CampaignForm, campaign: Campaign): CampaignPatch {
  const all = settingsOf(form)
  const names = Object.keys(all).filter((name) => name !== 'unit_id') as (keyof CampaignPatch)[]
  const kept = campaign.verbs.includes('change') ? names : ADJUSTABLE
  return Object.fromEntries(kept.map((name) => [name, all[name]]))
}
