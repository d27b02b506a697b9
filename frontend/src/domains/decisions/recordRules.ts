import type { Decision, DecisionRow, Filing } from './record'

export const DECISION_FILTERS = [
  ...(['q', 'category', 'result', 'status', 'matter', 'overdue', 'unit', 'decided_from', 'decided_to'] as const),
] as const
export const FILING_FILTERS = ['unit', 'kind', 'answered', 'objected', 'overdue'] as const
export const PAYMENT_FILTERS = ['payee', 'unit', 'spend_type', 'undecided', 'supplier', 'paid_from', 'paid_to'] as const
export const CONTRACT_FILTERS = [
  ...(['title', 'unit', 'spend_type', 'undecided', 'supplier', 'signed_from', 'signed_to'] as const),
] as const
export const SUPPLIER_FILTERS = ['name', 'unit'] as const
export const CATEGORIES = ['major_decision', 'personnel_appointment', 'major_project', 'large_fund_use'] as const
export const RESULTS = ['passed', 'passed_with_changes', 'rejected', 'deferred'] as const
export const STATUSES = [
  ...(['decided', 'publicized', 'filed', 'executing', 'completed', 'evaluated', 'suspended', 'superseded'] as const),
] as const
/** Decisions that are to be carried out and are not yet. */
export const RUNNING = { status: 'decided,publicized,filed,executing', result: 'passed,passed_with_changes' }
export const FILINGS = ['pre_filing', 'approval', 'post_filing'] as const
export const SPEND_TYPES = [
  ...(['goods', 'works', 'services', 'hospitality', 'travel', 'other'] as const),
  ...(['treasury_remittance', 'utilities', 'salary', 'student_aid', 'tax', 'settlement'] as const),
] as const

const SHAPES = {
  decided: 'waiting',
  publicized: 'underway',
  filed: 'underway',
  executing: 'underway',
  completed: 'done',
  evaluated: 'done',
  suspended: 'closed',
  superseded: 'closed',
} as const
export const shapeOf = (row: Pick<DecisionRow, 'status' | 'overdue'>) =>
  row.overdue ? ('overdue' as const) : SHAPES[row.status]

/** Where a filing stands: the bureau's answer, or whose turn it is. */
export type FilingStand = 'waiting' | 'late' | 'noted' | 'approved' | 'objected' | 'acted'
export function standOf(filing: Pick<Filing, 'answer' | 'overdue' | 'acted_on'>): FilingStand {
  if (!filing.answer) return filing.overdue ? 'late' : 'waiting'
  return filing.answer === 'objected' && filing.acted_on ? 'acted' : filing.answer
}
export const STANDS = {
  waiting: 'waiting',
  late: 'overdue',
  noted: 'done',
  approved: 'done',
  objected: 'returned',
  acted: 'done',
} as const
/** What the bureau may answer: only what asks for approval is approved. */
export const answersTo = (kind: Filing['kind']) =>
  kind === 'approval' ? (['approved', 'objected'] as const) : (['noted', 'objected'] as const)

/** Whole days from one day to another, both "2026-11-20". */
export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
/** The years a filter offers: this one and those before it. */
export const yearsUntil = (today: string, number = 6) =>
  Array.from({ length: number }, (_, back) => String(Number(today.slice(0, 4)) - back))
/** A filter of two days as the year it spans; empty where it spans another time. */
export const yearOf = (from: string, to: string) =>
  from.endsWith('-01-01') && to === `${from.slice(0, 4)}-12-31` ? from.slice(0, 4) : ''
export const spanOf = (year: string) => (year ? [`${year}-01-01`, `${year}-12-31`] : ['', ''])

export interface Stage {
  key: 'decided' | 'published' | 'filed' | 'begun' | 'paid' | 'completed' | 'evaluated'
  /** The day it was reached; null where it was not. */
  on: string | null
  /** Past its day and not reached. */
  late: boolean
  /** Days before the decision: money spent and work begun before anybody decided (先办后议). */
  early: number
}
const first = (days: (string | null | undefined)[]) => days.filter(Boolean).sort()[0] ?? null
/** The way of a decision in its order, with the day on which each stage was first reached. Rejected ones go nowhere. */
export function stagesOf(one: Decision): Stage[] {
  const goesOn = one.result === 'passed' || one.result === 'passed_with_changes'
  const begun = first([one.execution?.started_on, ...one.reports.map(({ reported_on }) => reported_on)])
  const stages: [Stage['key'], string | null][] = [
    ['decided', one.decided_on],
    ['published', first(one.publicity.map(({ starts_on }) => starts_on))],
    ['filed', first(one.filings.map(({ filed_on }) => filed_on))],
    ['begun', begun],
    ['paid', first(one.payments.map(({ paid_on }) => paid_on))],
    ['completed', one.execution?.completed_on ?? null],
    ['evaluated', first(one.evaluations.map(({ evaluated_on }) => evaluated_on))],
  ]
  const money = one.approved_amount !== null || one.payments.length > 0
  return stages
    .filter(([key]) => (goesOn || key === 'decided' || key === 'published') && (money || key !== 'paid'))
    .map(([key, on]) => ({
      ...{ key, on, late: key === 'completed' && one.overdue },
      early: on && (key === 'begun' || key === 'paid') ? Math.max(0, daysBetween(on, one.decided_on)) : 0,
    }))
}
