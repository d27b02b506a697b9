import type { Content, ContentIn, Limit } from './policies'

export const SPEND_TYPES = [
  ...(['goods', 'works', 'services', 'hospitality', 'travel', 'student_aid', 'utilities', 'salary'] as const),
  ...(['tax', 'treasury_remittance', 'settlement', 'other'] as const),
] as const
export const BUDGET_STATES = ['budgeted', 'unbudgeted'] as const
export const SCHOOL_TYPES = [
  ...(['kindergarten', 'primary', 'junior_secondary', 'nine_year', 'senior_secondary'] as const),
  ...(['complete_secondary', 'vocational', 'special'] as const),
] as const
export const MEETING_TYPES = [
  ...(['party_organization_meeting', 'principal_office_meeting', 'party_branch_assembly'] as const),
  ...(['staff_congress', 'school_affairs_committee'] as const),
] as const
export const CATEGORIES = ['major_decision', 'personnel_appointment', 'major_project', 'large_fund_use'] as const
export const METHODS = [
  ...(['direct', 'inquiry', 'comparison', 'negotiation', 'open_tender', 'central', 'single_source'] as const),
] as const

/** A share as it is written: `≥2/3`, `>1/2`, `all`. Whole numbers only: a third has no decimals. */
export interface Share {
  sign: '≥' | '>' | 'all'
  num: number
  den: number
}
const WRITTEN = /^(>=|≥|>)\s*(\d{1,3})\/(\d{1,3})$/
export function readShare(text: string): Share {
  const found = WRITTEN.exec(text)
  if (!found) return { sign: 'all', num: 1, den: 1 }
  return { sign: found[1] === '>' ? '>' : '≥', num: Number(found[2]), den: Number(found[3]) }
}
export const writeShare = ({ sign, num, den }: Share) => (sign === 'all' ? 'all' : `${sign}${num}/${den}`)
/** Above 0 and at most 1; more than 1 cannot be reached. */
export function isShare({ sign, num, den }: Share): boolean {
  if (sign === 'all') return true
  const whole = Number.isInteger(num) && Number.isInteger(den)
  return whole && num > 0 && num <= (sign === '>' ? den - 1 : den)
}
/** How many of so many people satisfy it: ⌈n·p/q⌉, or ⌊n·p/q⌋ + 1 where it must be exceeded. */
export function needOf({ sign, num, den }: Share, people: number): number {
  if (sign === 'all') return people
  const product = people * num
  return sign === '≥' ? Math.ceil(product / den) : Math.floor(product / den) + 1
}

/** What a form holds of a policy: every row has its fields, an empty choice is everything. */
export interface ContentForm {
  thresholds: { amount: string; spend_type: string; budget_state: string; school_type: string }[]
  quorums: { share: Share; meeting_type: string; category: string; matter_code: string }[]
  vote_modes: {
    share: Share
    base: string
    recused_in_base: boolean
    meeting_type: string
    category: string
    matter_code: string
  }[]
  bands: { from_amount: string; methods: string[]; spend_type: string }[]
  limits: Record<string, string>
  procedures: string[]
  ballot_categories: string[]
  pre_filing_required: '' | 'true' | 'false'
  recorded_since: string
}
const scope = { meeting_type: '', category: '', matter_code: '' }
export const BLANK = {
  thresholds: () => ({ amount: '', spend_type: '', budget_state: '', school_type: '' }),
  quorums: () => ({ share: { sign: '≥', num: 1, den: 2 } as Share, ...scope }),
  vote_modes: () => ({
    ...{ share: { sign: '>', num: 1, den: 2 } as Share, base: 'entitled', recused_in_base: true },
    ...scope,
  }),
  bands: () => ({ from_amount: '', methods: [] as string[], spend_type: '' }),
}
const text = (value: string | null | undefined) => value ?? ''

export function formOf(content: Content): ContentForm {
  const scoped = (row: { meeting_type?: string | null; category?: string | null; matter_code?: string | null }) => ({
    meeting_type: text(row.meeting_type),
    category: text(row.category),
    matter_code: text(row.matter_code),
  })
  const { pre_filing_required: filed } = content
  return {
    thresholds: (content.thresholds ?? []).map((row) => ({
      amount: plainSum(row.amount),
      spend_type: text(row.spend_type),
      budget_state: text(row.budget_state),
      school_type: text(row.school_type),
    })),
    quorums: (content.quorums ?? []).map((row) => ({ share: readShare(row.share), ...scoped(row) })),
    vote_modes: (content.vote_modes ?? []).map((row) => ({
      share: readShare(row.share),
      base: row.base ?? 'entitled',
      recused_in_base: row.recused_in_base ?? true,
      ...scoped(row),
    })),
    bands: (content.bands ?? []).map((row) => ({
      from_amount: plainSum(row.from_amount),
      methods: [...row.methods],
      spend_type: text(row.spend_type),
    })),
    limits: Object.fromEntries(Object.entries(content.limits ?? {}).map(([name, value]) => [name, String(value)])),
    procedures: [...(content.procedures ?? [])],
    ballot_categories: [...(content.ballot_categories ?? [])],
    pre_filing_required: filed === null || filed === undefined ? '' : filed ? 'true' : 'false',
    recorded_since: text(content.recorded_since),
  }
}
/** "10000.00" as people type it. */
const plainSum = (amount: string) => amount.replace(/\.00$/, '')

/** What is left empty holds for everything, and is not sent. */
const given = <Row extends object>(row: Row) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')) as Row
const shared = <Row extends { share: Share }>({ share, ...rest }: Row) => ({ share: writeShare(share), ...given(rest) })

export function contentOf(form: ContentForm): ContentIn {
  const limits = Object.entries(form.limits).filter(([, value]) => value.trim() !== '')
  return {
    thresholds: form.thresholds.map(given),
    quorums: form.quorums.map(shared),
    vote_modes: form.vote_modes.map(shared),
    bands: form.bands.map(given),
    limits: Object.fromEntries(limits.map(([name, value]) => [name, Number(value)])),
    procedures: form.procedures.length ? form.procedures : null,
    ballot_categories: form.ballot_categories,
    pre_filing_required: form.pre_filing_required === '' ? null : form.pre_filing_required === 'true',
    recorded_since: form.recorded_since || null,
  } as ContentIn
}

/** What cannot be sent as it is, by its place; the rest the server judges. */
export function faultsOf(form: ContentForm): { pointer: string; kind: 'share' | 'sum' | 'methods' | 'number' }[] {
  const sum = (value: string) => /^\d{1,10}(\.\d{1,2})?$/.test(value.trim())
  return [
    ...form.thresholds.flatMap((row, at) =>
      sum(row.amount) ? [] : [{ pointer: `/content/thresholds/${at}/amount`, kind: 'sum' as const }],
    ),
    ...(['quorums', 'vote_modes'] as const).flatMap((list) =>
      form[list].flatMap((row, at) =>
        isShare(row.share) ? [] : [{ pointer: `/content/${list}/${at}/share`, kind: 'share' as const }],
      ),
    ),
    ...form.bands.flatMap((row, at) => [
      ...(sum(row.from_amount) ? [] : [{ pointer: `/content/bands/${at}/from_amount`, kind: 'sum' as const }]),
      ...(row.methods.length ? [] : [{ pointer: `/content/bands/${at}/methods`, kind: 'methods' as const }]),
    ]),
    ...Object.entries(form.limits).flatMap(([name, value]) =>
      value.trim() === '' || /^\d{1,5}$/.test(value.trim())
        ? []
        : [{ pointer: `/content/limits/${name}`, kind: 'number' as const }],
    ),
  ]
}

/** Numbers of days and the like that differ from their default, as the page of a policy lists them. */
export const ownLimits = (content: Content, limits: readonly Limit[]) =>
  limits.filter(({ name }) => content.limits?.[name] !== undefined)
