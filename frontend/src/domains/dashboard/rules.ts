import type { Day, Overview } from './api'

/** Basis points of `part` in `whole`; nothing to divide by is unknown, not zero. */
export const rate = (part: number, whole: number): number | null =>
  whole > 0 ? Math.round((part / whole) * 10_000) : null

/** Covered schools among those of which it is known; a school that says nothing does not make the rate better. */
export const coverage = ({ party_covered, party_unknown, schools }: Overview['figures']): number | null =>
  rate(party_covered, schools - party_unknown)

/** The figures count schools that are not closed; so do the lists that prove them. */
export function listOf(unit: string | undefined, query: Record<string, string> = {}) {
  return { name: 'schools', query: { status: 'operating,suspended', ...query, unit } }
}

export interface Stretch {
  kind: 'holiday' | 'make_up'
  name: string
  from: string
  to: string
  days: number
  provisional: boolean
}

/** The next `limit` holidays and make-up days; the days off of one holiday are one entry. */
export function upcoming(days: Day[], limit: number): Stretch[] {
  const found: Stretch[] = []
  let gap = true
  for (const { date, kind, name, provisional } of days) {
    const special = kind === 'holiday' || kind === 'make_up'
    const last = gap ? undefined : found.at(-1)
    if (special && last && last.kind === kind && last.name === (name ?? '')) {
      last.to = date
      last.days += 1
    } else if (special) {
      found.push({ kind, name: name ?? '', from: date, to: date, days: 1, provisional })
    }
    gap = !special
  }
  return found.slice(0, limit)
}

export function daysLater(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}

export interface Gap {
  key: string
  count: number
  query: Record<string, string>
}

/** What the register does not know, with the filter that lists the schools concerned; only gaps that exist. */
export function gaps({ without_code, party_unknown, incomplete }: Overview['figures']): Gap[] {
  const found: Gap[] = [
    { key: 'incomplete', count: incomplete, query: { complete: 'false' } },
    { key: 'withoutCode', count: without_code, query: { has_code: 'false' } },
    { key: 'partyUnknown', count: party_unknown, query: { party_coverage: 'unknown' } },
  ]
  return found.filter(({ count }) => count > 0)
}

/** Events of `today` and the day before, as days of the bureau's time zone (`dayOf`). */
export function sinceYesterday<E extends { at: string }>(
  events: E[],
  today: string,
  dayOf: (at: string) => string,
): E[] {
  const yesterday = daysLater(today, -1)
  return events.filter(({ at }) => dayOf(at) >= yesterday)
}
