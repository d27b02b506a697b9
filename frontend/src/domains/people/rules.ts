import type { ExpiringPost, Person, PersonIn, Post } from './api'

export const STAFF_KINDS = ['teacher', 'administrative', 'support', 'worker', 'official', 'external'] as const
export const STATUSES = ['active', 'retired', 'left'] as const
export const REGISTRATIONS = ['none', 'valid', 'suspended', 'refused'] as const
export const PARTY = ['full', 'probationary', 'none'] as const
export const ID_KINDS = [
  'resident_id',
  'residence_permit',
  'hk_macao_permit',
  'taiwan_permit',
  'foreign_resident_id',
  'passport',
] as const
export const TEAMS = ['party', 'admin', 'discipline'] as const
export const END_REASONS = [
  'term_over',
  'transferred',
  'removed',
  'resigned',
  'retired',
  'abolished',
  'deceased',
  'entered_in_error',
] as const
export const WITHIN = [30, 90, 180, 365] as const

/** How urgent a term is: it has ended, ends within 30 days, or later. */
export function urgency(daysLeft: number): 'over' | 'soon' | 'later' {
  if (daysLeft < 0) return 'over'
  return daysLeft <= 30 ? 'soon' : 'later'
}

/** Days from one day to another, both as "2026-11-20". */
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** A post with the days its term still has; null when it has no end or is over. */
export function daysLeft(post: Pick<Post, 'term_ends_on' | 'ended_on'>, today: string): number | null {
  return post.term_ends_on && !post.ended_on ? daysBetween(today, post.term_ends_on) : null
}

/** The end of a term of so many years: three years from 2024-08-20 is 2027-08-20. */
export function yearsLater(day: string, years: number): string {
  const [year = '', rest = ''] = [day.slice(0, 4), day.slice(4)]
  return `${Number(year) + years}${rest === '-02-29' ? '-02-28' : rest}`
}

/** The five years of a registration that begin with the year of a day. */
export function registrationPeriod(today: string): { from: string; to: string } {
  const year = Number(today.slice(0, 4))
  return { from: `${year}-01-01`, to: `${year + 4}-12-31` }
}

/** What a form of a person holds; an empty text is "not known". */
export interface PersonValues {
  unit_id: string
  name: string
  kind: PersonIn['kind']
  status: NonNullable<PersonIn['status']>
  id_kind: (typeof ID_KINDS)[number]
  id_number: string
  party: (typeof PARTY)[number]
  joined_on: string
  party_unit_id: string
}

export function personValues(person: Person | undefined, unit: string): PersonValues {
  return {
    unit_id: person?.unit.id ?? unit,
    name: person?.name ?? '',
    kind: person?.kind ?? 'teacher',
    status: person?.status ?? 'active',
    id_kind: person?.identity?.kind ?? 'resident_id',
    id_number: '',
    party: person?.party?.standing ?? 'none',
    joined_on: person?.party?.joined_on ?? '',
    party_unit_id: person?.party?.unit?.id ?? '',
  }
}

/** A number that is left empty stays what it is: the server never tells it. */
export function personBody(values: PersonValues): PersonIn {
  const number = values.id_number.trim()
  return {
    unit_id: values.unit_id,
    name: values.name,
    kind: values.kind,
    status: values.status,
    ...(number ? { identity: { kind: values.id_kind, number } } : {}),
    party:
      values.party === 'none'
        ? null
        : { standing: values.party, joined_on: values.joined_on || null, unit_id: values.party_unit_id || null },
  }
}

/** "教学、安全" and "教学, 安全" are two fields of work. */
export const portfolioOf = (text: string) =>
  text
    .split(/[、,，;；\n]/)
    .map((part) => part.trim())
    .filter(Boolean)

/** Counts by urgency, for the sentence above a list. */
export function countTerms(posts: Pick<ExpiringPost, 'days_left'>[]): { over: number; soon: number } {
  const kinds = posts.map(({ days_left }) => urgency(days_left))
  return { over: kinds.filter((kind) => kind === 'over').length, soon: kinds.filter((kind) => kind === 'soon').length }
}
