import type { EventQuery } from './api'

export const LEDGER_FILTERS = ['object_type', 'action', 'unit', 'since', 'until'] as const
export type LedgerFilters = Record<(typeof LEDGER_FILTERS)[number], string>

/** The verbs that each type of object knows; a filter offers them when the type is chosen. */
export const ACTIONS: Record<string, string[]> = {
  account: [
    'account.created',
    'account.updated',
    'account.password_reset',
    'account.password_changed',
    'session.started',
    'session.refused',
    'session.locked_out',
    'session.ended',
    'access.denied',
  ],
  calendar_year: ['calendar_year.loaded'],
  grant: ['grant.proposed', 'grant.given', 'grant.approved', 'grant.refused', 'grant.revoked', 'grant.suspended'],
  job: ['export.started', 'job.output_read'],
  ledger_event: ['ledger.payload_erased'],
  school: ['school.created', 'school.updated'],
  school_year_terms: ['school_year_terms.set', 'school_year_terms.withdrawn'],
  unit: ['unit.created', 'unit.updated'],
}

const DAY = 86_400_000

/** How far the clocks of `zone` are ahead of UTC at an instant, in milliseconds. */
function offset(instant: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return Date.parse(`${parts.format(instant).replace(' ', 'T')}Z`) - instant.getTime()
}

/** The instant at which a legal day begins where the bureau is: "2026-11-20" in Asia/Shanghai is 16:00Z the day before. */
export function dayStart(day: string, zone: string): string {
  const midnight = new Date(`${day}T00:00:00Z`)
  return new Date(midnight.getTime() - offset(midnight, zone)).toISOString()
}

/** What the API is asked: whole days of the bureau, both ends included. */
export function eventQuery(filters: LedgerFilters, zone: string): Omit<EventQuery, 'cursor' | 'limit'> {
  const { since, until, ...rest } = filters
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value))
  const after = until && new Date(Date.parse(`${until}T00:00:00Z`) + DAY).toISOString().slice(0, 10)
  return {
    ...given,
    ...(since ? { since: dayStart(since, zone) } : {}),
    ...(after ? { until: dayStart(after, zone) } : {}),
  }
}
